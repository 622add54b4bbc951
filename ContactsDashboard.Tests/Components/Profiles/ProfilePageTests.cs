using Bunit;
using ContactsDashboard.Components.Pages.Profiles;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Profiles;

public sealed class ProfilePageTests : PageContext
{
    private ProfileService Profiles => Services.GetRequiredService<ProfileService>();

    private IRenderedComponent<ProfilePage> OpenPage(string id) => Open<ProfilePage>(p => p.Add(x => x.ContactId, id));

    private async Task<long> GivenAsync(ProfileEdit edit) => (await Profiles.CreateAsync(Acme.Id, edit, new(true), TestStore.Stop)).Value.ContactId;

    private static string PublicIdOf(long id) => PublicId.Format(PublicId.Contact, id);

    [Theory]
    [InlineData("cnt_zzz")]
    [InlineData("sup_1")]
    [InlineData("nonsense")]
    public void Page_OfNobody_SaysSo(string id) => OpenPage(id).Find("h1").TextContent.Should().Be("There is no such contact");

    [Fact]
    public async Task Page_OfABlockedContact_ShowsWhyOnEachChannel()
    {
        await Services.GetRequiredService<SuppressionService>().AddAsync(Acme.Id, new(SuppressionScope.Email, "ann@x.test", SuppressionReason.Bounced)
            { Evidence = new("550 5.1.1", "No such user") }, false, TestStore.Stop);
        var id = await GivenAsync(new() { FirstName = "Ann", LastName = "Lee", Email = "ann@x.test", Phone = "+436641234567", Language = "de-AT", Country = "AT" });

        var page = OpenPage(PublicIdOf(id));

        page.Find("h1").TextContent.Should().Be("Ann Lee");
        var channels = page.FindAll(".channel");
        channels[0].TextContent.Should().Contain("ann@x.test").And.Contain("Blacklisted").And.Contain("550 5.1.1 No such user");
        channels[1].TextContent.Should().Contain("+436641234567").And.Contain("Active");
        page.Markup.Should().Contain("German (Austria) (de-AT)").And.Contain("Austria").And.Contain("confirmed by admin@acme.test");
        page.Buttons().Should().Contain("Unblock email").And.NotContain("Block email");
    }

    [Fact]
    public async Task Block_AndItsUndo_ShowOnThePage()
    {
        var page = OpenPage(PublicIdOf(await GivenAsync(new() { Email = "ann@x.test" })));

        await page.Button("Block email").ClickAsync();
        page.Find(".channel .badge").TextContent.Should().Be("Blacklisted");

        await page.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[0]));
        page.Find(".channel .badge").TextContent.Should().Be("Active");
    }

    [Fact]
    public async Task Phone_ToTheBlacklistAndBack()
    {
        var page = OpenPage(PublicIdOf(await GivenAsync(new() { Phone = "+436641234567" })));

        await Item(page, "Phone to blacklist").ClickAsync();
        page.FindAll(".channel")[1].TextContent.Should().Contain("Blacklisted");

        await Item(page, "Remove phone from blacklist").ClickAsync();
        page.FindAll(".channel")[1].TextContent.Should().Contain("Active");
    }

    [Fact]
    public async Task Delete_WithAReason_ShowsTheBannerAndRestoreTakesItAway()
    {
        var id = await GivenAsync(new() { FirstName = "Ann" });
        var page = OpenPage(PublicIdOf(id));

        await Item(page, "Delete contact").ClickAsync();
        await page.Find("dialog textarea").ChangeAsync(new() { Value = "She asked" });
        await page.Find("dialog .danger.solid").ClickAsync();

        page.Find("[role=status]").TextContent.Should().Contain("This contact is deleted.").And.Contain("“She asked”");
        page.Buttons().Should().NotContain("More actions");
        await page.Button("Restore").ClickAsync();
        page.Markup.Should().NotContain("This contact is deleted.");
        page.FindAll(".deed").Select(d => d.QuerySelector("p")!.TextContent.Split("this contact")[0].Trim()).Should()
            .Equal("admin@acme.test restored", "admin@acme.test deleted", "admin@acme.test created");
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Analyst)]
    public async Task Page_ForWhoOnlyReads_OffersOnlyToAsk(Role role)
    {
        var id = await GivenAsync(new() { FirstName = "Ann", Email = "ann@x.test" });
        await ActAsAsync(role);

        var page = OpenPage(PublicIdOf(id));

        page.Buttons().Should().Equal("Activity", "More actions", "Ask Support…", "Copy contact id");
        Open<EditContactPage>(p => p.Add(x => x.ContactId, PublicIdOf(id))).Find("h1").TextContent.Should().Be("You do not have access to this page");
        Open<NewContactPage>().Find("h1").TextContent.Should().Be("You do not have access to this page");
    }

    private static AngleSharp.Dom.IElement Item(IRenderedComponent<ProfilePage> page, string text) => page.FindAll("[role=menuitem]").Single(i => i.TextContent.Trim() == text);
}
