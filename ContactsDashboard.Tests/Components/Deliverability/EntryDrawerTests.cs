using Bunit;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Tests.Components.Deliverability;

public sealed class EntryDrawerTests : DeliverabilityFixture
{
    [Fact]
    public async Task Drawer_OfAnAddressUnderADomain_SaysWhatWouldRemain()
    {
        await GivenEntryAsync("acme.test");
        await GivenBounceAsync("ann@acme.test");
        await ActAsAsync(Role.Support);
        var page = OpenPage();

        await page.OpenDrawerAsync("ann@acme.test");

        var drawer = page.Dialog("ann@acme.test");
        drawer.TextContent.Should().Contain("2 suppressions block this address. It is free only when all of them are gone:");
        drawer.QuerySelectorAll(".remains").Select(r => r.TextContent).Should().Equal(
            "If it went, it would still be blocked by Manual · domain acme.test.",
                "If it went, it would still be blocked by Bounced · this address.");
        drawer.TextContent.Should().Contain("550 5.1.1").And.Contain("No such user");
    }

    [Fact]
    public async Task Drawer_OfADomain_SaysWhatItCoversAndWhomItFrees()
    {
        await GivenMailFromAsync("ann@acme.test", "bob@acme.test", "cem@acme.test");
        await GivenEntryAsync("acme.test", edit: new(default, null, default) { Exceptions = ["cem@acme.test"] });
        await GivenEntryAsync("bob@acme.test");
        var page = OpenPage();

        await page.OpenDrawerAsync("acme.test");

        page.Dialog("acme.test").TextContent.Should().Contain("3 addresses of yours").And.Contain("cem@acme.test")
            .And.Contain("If it went, 1 address would be free, and whoever writes from there in future.");
        await page.Button("Delete Manual · domain acme.test").ClickAsync(new());
        page.Dialog("Delete the suppression of acme.test?").TextContent.Should().Contain("Frees 1 address: nothing else blocks it.");
    }

    [Fact]
    public async Task Delete_OfOneOfTwo_KeepsTheDrawerAtWhatRemains()
    {
        await GivenEntryAsync("acme.test");
        await GivenEntryAsync("ann@acme.test");
        var page = OpenPage();
        await page.OpenDrawerAsync("ann@acme.test");
        await page.Button("Delete Manual · this address").ClickAsync(new());
        page.Dialog("Delete the suppression of ann@acme.test?").TextContent.Should()
            .Contain("stays blocked all the same").And.Contain("Manual · domain acme.test");

        await page.Button("Delete").ClickAsync(new());

        (await StoredValuesAsync()).Should().Equal("acme.test");
        page.Dialog("ann@acme.test").TextContent.Should()
            .Contain("in force no more").And.Contain("What blocks this address today:").And.Contain("domain acme.test");
        page.Values().Should().Equal("acme.test");
        await page.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current.Single()));
        (await StoredValuesAsync()).Should().Equal("acme.test", "ann@acme.test");
        page.Values().Should().Equal("ann@acme.test", "acme.test");
    }

    [Fact]
    public async Task Edit_Saved_ChangesNoteExpiryAndExceptions()
    {
        await GivenEntryAsync("acme.test", edit: new(default, null, default) { Exceptions = ["cem@acme.test"] });
        await GivenEntryAsync("ann@acme.test");
        var page = OpenPage();
        await page.OpenDrawerAsync("ann@acme.test");
        await page.Button("Edit Manual · domain acme.test").ClickAsync(new());
        page.Field("Exempt addresses").GetAttribute("value").Should().Be("cem@acme.test",
            "all of them, not only those of the address looked at");
        await page.Field("Note").ChangeAsync(new() { Value = "Until the new contract" });
        await page.Field("Expires").ChangeAsync(new() { Value = "2100-05-01T08:30" });
        await page.Field("Exempt addresses").ChangeAsync(new() { Value = "cem@acme.test\nbob@acme.test" });

        await page.SubmitAsync();

        var entry = (await StoredAsync(new() { Scope = SuppressionScope.Domain })).Single();
        entry.Note.Should().Be("Until the new contract");
        entry.ExpiresAt.Should().Be(new DateTimeOffset(2100, 5, 1, 8, 30, 0, TimeSpan.Zero));
        entry.Exceptions.Should().BeEquivalentTo("bob@acme.test", "cem@acme.test");
        page.Dialog("ann@acme.test").TextContent.Should().Contain("Until the new contract");
        await page.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current.Single()));
        (await StoredAsync(new() { Scope = SuppressionScope.Domain })).Single().Should()
            .BeEquivalentTo(new { Note = (string?)null, ExpiresAt = (DateTimeOffset?)null });
    }

    [Fact]
    public async Task Edit_ExceptionElsewhere_IsRefusedAtTheField()
    {
        await GivenEntryAsync("acme.test");
        var page = OpenPage();
        await page.OpenDrawerAsync("acme.test");
        await page.Button("Edit Manual · domain acme.test").ClickAsync(new());
        await page.Field("Exempt addresses").ChangeAsync(new() { Value = "eve@elsewhere.test" });

        await page.SubmitAsync();

        page.Find("dialog .error").TextContent.Should().Be("“eve@elsewhere.test”: Exceptions are addresses under the blocked domain.");
    }

    [Fact]
    public async Task Drawer_OfAGuardedEntry_TellsAnOperatorWhoDeletesIt()
    {
        await GivenBounceAsync("ann@acme.test");
        var page = OpenPage();

        await page.OpenDrawerAsync("ann@acme.test");

        page.Find("dialog .stays").TextContent.Trim().Should().Be("Released by Support or an Admin only.");
        page.Buttons().Should().NotContain("Delete Bounced · this address").And.Contain("Edit Bounced · this address");
        await page.Button("Edit Bounced · this address").ClickAsync(new());
        await page.Field("Expires").ChangeAsync(new() { Value = "2100-05-01T08:30" });
        await page.SubmitAsync();
        page.Find("dialog .error").TextContent.Should().Be("Released by Support or an Admin only.");
        (await StoredAsync()).Single().ExpiresAt.Should().BeNull();
    }

    [Fact]
    public async Task Drawer_OfAPlatformEntry_TellsNothingOfItsEvidence()
    {
        await ActInPlatformAsync(Role.Support);
        var platform = (await Service<ContactsDashboard.Services.Organizations.OrganizationService>().FindAsync("platform", Ending))!.Value;
        await Service<SuppressionService>().AddAsync(platform, new(SuppressionScope.Email, "trap@x.test", SuppressionReason.SpamTrap)
            { Level = SuppressionLevel.Platform, Note = "seen at Acme", Evidence = new("550", "said to Acme") }, false, Ending);
        await ActAsAsync(Role.Admin);
        var page = OpenPage();

        await page.OpenDrawerAsync("trap@x.test");

        page.Markup.Should().NotContain("seen at Acme").And.NotContain("said to Acme").And.NotContain("support@platform.example");
        page.Find("dialog .stays").TextContent.Should().Contain("the platform's Support decides");
        page.Buttons().Should().NotContain(b => b.StartsWith("Delete", StringComparison.Ordinal)
            || b.StartsWith("Edit", StringComparison.Ordinal));
    }
}
