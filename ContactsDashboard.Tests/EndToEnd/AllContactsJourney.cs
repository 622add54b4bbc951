using System.Text.RegularExpressions;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>All contacts and Deleted as an operator works with them; what is stored is looked at after each step.</summary>
public sealed class AllContactsJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task TotalSearchRailsAndRanking_AgreeWithWhatIsStored()
    {
        var people = await GivenPeopleAsync("rails");
        var ann = await VisitAsync("/dashboard/contacts/all?org=demo");
        await Expect(Total(ann)).ToHaveTextAsync(Contacts(await CountAsync(c => c.DeletedAt == null)));

        await SearchAsync(ann, "jane rails", 1);
        await Expect(ann.Row("jane@rails.example")).ToBeVisibleAsync();
        await SearchAsync(ann, PublicId.Format(PublicId.Contact, people["sam"]), 1);
        await Expect(ann.Row("sam@rails.example")).ToBeVisibleAsync();
        await SearchAsync(ann, "+49 30 23125 0054", 1);
        await SearchAsync(ann, "rails.example", 5);

        await Rail(ann, "Spam reports").ClickAsync();
        await Expect(Total(ann)).ToHaveTextAsync("1 contact");
        await Expect(Rail(ann, "Spam reports")).ToHaveAttributeAsync("aria-current", "true");
        await Expect(Rail(ann, "Spam reports")).ToContainTextAsync($"{await CountAsync(c => c.EmailStanding == Standing.SpamReport && c.DeletedAt == null)}");
        await ann.ShouldBeAccessibleAsync("a rail");
        await ann.PictureAsync("all-contacts-rail");
        await Rail(ann, "Spam reports").ClickAsync();
        await Expect(Total(ann)).ToHaveTextAsync("5 contacts");

        await ann.Button("Sorted by Created last").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Rating, high to low" }).ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("jane@rails.example");
        (await CountAsync(c => c.Id == people["jane"] && c.Rating == 100)).Should().Be(1);
        await ann.Button("Sorted by Rating, high to low").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Created first" }).ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("jane@rails.example");
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Updated" }).ClickAsync();
        await Expect(ann.Page).ToHaveURLAsync(new Regex("sort=-updated"));
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task OneClick_BlacklistsUnsubscribesAndReverses()
    {
        var people = await GivenPeopleAsync("click");
        var ann = await VisitAsync("/dashboard/contacts/all?org=demo&search=click.example", "support@demo.example");

        await ann.Button("Email to blacklist jane@click.example").ClickAsync();
        await Expect(ann.Button("Take email off the blacklist jane@click.example")).ToBeVisibleAsync();
        (await StandingAsync(people["jane"])).Email.Should().Be(Standing.Blacklisted);
        await ann.Button("Undo").ClickAsync();
        await Expect(ann.Button("Email to blacklist jane@click.example")).ToBeVisibleAsync();
        (await StandingAsync(people["jane"])).Email.Should().Be(Standing.Active);

        await ann.Button("Phone to blacklist +4930231250059").ClickAsync();
        await Expect(ann.Button("Take phone off the blacklist +4930231250059")).ToBeVisibleAsync();
        (await StandingAsync(people["jane"])).Phone.Should().Be(Standing.Blacklisted);
        await ann.Button("Take phone off the blacklist +4930231250059").ClickAsync();
        await Expect(ann.Button("Phone to blacklist +4930231250059")).ToBeVisibleAsync();
        (await StandingAsync(people["jane"])).Phone.Should().Be(Standing.Active);

        await ann.Button("Unsubscribe email jane@click.example").ClickAsync();
        await Expect(ann.Button("Subscribe email again jane@click.example")).ToBeVisibleAsync();
        (await StandingAsync(people["jane"])).Email.Should().Be(Standing.Unsubscribed);

        await ann.Button("Remove spam report sam@click.example").ClickAsync();
        await Expect(ann.Button("Unsubscribe email sam@click.example")).ToBeVisibleAsync();
        (await StandingAsync(people["sam"])).Email.Should().Be(Standing.Active);

        await ann.Button("Take email off the blacklist bo@click.example").ClickAsync();
        await ann.Dialog("Unblock bo@click.example?").GetByRole(AriaRole.Button, new() { Name = "Unblock" }).ClickAsync();
        await Expect(ann.Button("Email to blacklist bo@click.example")).ToBeVisibleAsync();
        (await StandingAsync(people["bo"])).Email.Should().Be(Standing.Active);
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task SmartSearch_FromBuilderAndText_IsExportedToListAndFile()
    {
        var people = await GivenPeopleAsync("smart");
        var ann = await VisitAsync("/dashboard/contacts/all?org=demo", "analyst@demo.example");
        await ann.Button("Add condition").First.ClickAsync();
        var dialog = ann.Dialog("Add condition");
        await dialog.GetByLabel("Find a field").FillAsync("Domain");
        await dialog.GetByLabel("Value").FillAsync("smart.example");
        await ann.ShouldBeAccessibleAsync("add condition");
        await ann.PictureAsync("add-condition");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add condition" }).ClickAsync();
        await Expect(Total(ann)).ToHaveTextAsync("5 contacts");
        await ann.Button("Edit as text").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Textbox, new() { Name = "Smart search" }).FillAsync("domain:smart.example (city:Berlin or not status:active) activty:1");
        await Expect(ann.Page.GetByText("Did you mean “activity”?")).ToBeVisibleAsync();
        await ann.Page.GetByRole(AriaRole.Textbox, new() { Name = "Smart search" }).FillAsync("domain:smart.example (city:Berlin or not status:active)");
        await ann.Button("Apply").ClickAsync();
        await Expect(Total(ann)).ToHaveTextAsync("4 contacts");
        await ann.ShouldBeAccessibleAsync("chips");
        await ann.PictureAsync("smart-search");

        await ann.Button("Export").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "To lists" }).ClickAsync();
        var lists = ann.Dialog("Add to lists");
        await lists.GetByLabel("Name of a new list").FillAsync("Berliners");
        await lists.GetByRole(AriaRole.Button, new() { Name = "Create list" }).ClickAsync();
        await Expect(lists.GetByRole(AriaRole.Checkbox, new() { Name = "Berliners" })).ToBeCheckedAsync();
        await ann.ShouldBeAccessibleAsync("lists");
        await lists.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await ann.Button("Add 4 contacts").ClickAsync();
        await Expect(ann.Button("Undo")).ToBeVisibleAsync();
        await using (var context = await OpenAsync())
        {
            var members = await (from m in context.SegmentMembers join s in context.Segments on m.SegmentId equals s.Id where s.Name == "Berliners" select m.ContactId).ToListAsync(TestStore.Stop);
            members.Should().BeEquivalentTo([people["jane"], people["sam"], people["una"], people["bo"]]);
        }

        await ann.Button("Export").ClickAsync();
        var download = await ann.Page.RunAndWaitForDownloadAsync(() => ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "CSV, all fields" }).ClickAsync());
        var lines = (await File.ReadAllLinesAsync((await download.PathAsync())!, TestStore.Stop)).Skip(1).ToList();
        lines.Should().HaveCount(4).And.Contain(l => l.Contains("sam@smart.example", StringComparison.Ordinal) && l.Contains("spam_report,complained", StringComparison.Ordinal));
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteInBulk_FourStandingsOnly_FoundInDeletedAndRestored()
    {
        var people = await GivenPeopleAsync("gone");
        var ann = await VisitAsync("/dashboard/contacts/all?org=demo&search=gone.example");
        await ann.Button("Delete contacts").ClickAsync();
        await ann.Page.GetByLabel("Reason", new() { Exact = false }).FillAsync("Spring cleaning");
        await ann.Button("Count them").ClickAsync();
        var dialog = ann.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("active, or over the limit");
        await ann.ShouldBeAccessibleAsync("delete contacts");
        await ann.PictureAsync("delete-contacts");
        await ann.Button("Delete 3 contacts").ClickAsync();
        await Expect(dialog.GetByText("Left as they are:")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
        await Expect(Total(ann)).ToHaveTextAsync("2 contacts");
        (await CountAsync(c => c.DeletedReason == "Spring cleaning")).Should().Be(3);
        (await CountAsync(c => c.Id == people["jane"] && c.DeletedAt == null)).Should().Be(1);

        await ann.GoAsync("/dashboard/contacts/deleted?org=demo&search=gone.example");
        await Expect(Total(ann)).ToHaveTextAsync("3 contacts");
        await Expect(ann.Row("sam@gone.example")).ToContainTextAsync("Spring cleaning");
        await ann.PictureAsync("deleted-with-rows");
        await Rail(ann, "Spam reports").ClickAsync();
        await Expect(Total(ann)).ToHaveTextAsync("1 contact");
        await Rail(ann, "Spam reports").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Created" }).ClickAsync();
        await Expect(ann.Page).ToHaveURLAsync(new Regex("sort=-created"));
        await ann.ChooseAsync("una@gone.example", "Restore");
        await Expect(Total(ann)).ToHaveTextAsync("2 contacts");
        (await CountAsync(c => c.Id == people["una"] && c.DeletedAt == null && c.EmailStanding == Standing.Unsubscribed)).Should().Be(1);

        await ann.GoAsync("/dashboard/contacts/all?org=demo&search=gone.example");
        await ann.ChooseAsync("jane@gone.example", "Delete contact");
        await ann.Page.GetByLabel("Reason", new() { Exact = false }).FillAsync("Asked to be");
        await ann.Dialog("Delete jane@gone.example?").GetByRole(AriaRole.Button, new() { Name = "Delete contact" }).ClickAsync();
        await Expect(ann.Button("Undo")).ToBeVisibleAsync();
        (await CountAsync(c => c.Id == people["jane"] && c.DeletedReason == "Asked to be")).Should().Be(1);
        await ann.Button("Undo").ClickAsync();
        await Expect(ann.Page.GetByText("Deletion of jane@gone.example")).ToBeVisibleAsync();
        (await CountAsync(c => c.Id == people["jane"] && c.DeletedAt == null)).Should().Be(1);
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Activity_OfARow_OpensWithCountAndPeriod()
    {
        var people = await GivenPeopleAsync("active");
        var ann = await VisitAsync("/dashboard/contacts/all?org=demo&search=active.example");
        await ann.ChooseAsync("jane@active.example", "Activity");
        var drawer = ann.Page.GetByRole(AriaRole.Dialog);
        await Expect(drawer).ToContainTextAsync("2 messages");
        await Expect(drawer).ToContainTextAsync("Clicked");
        await ann.ShouldBeAccessibleAsync("activity");
        await ann.PictureAsync("activity-drawer");
        await drawer.GetByLabel("Period").SelectOptionAsync(new SelectOptionValue { Label = "Last 30 days" });
        await Expect(drawer).ToContainTextAsync("1 message");
        await using var context = await OpenAsync();
        (await context.Activities.CountAsync(a => a.ContactId == people["jane"], TestStore.Stop)).Should().Be(2);
        ann.Errors.Should().BeEmpty();
    }

    private async Task<Visitor> VisitAsync(string path, string person = "admin@demo.example")
    {
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync(person);
        await ann.GoAsync(path);
        return ann;
    }

    private static async Task SearchAsync(Visitor ann, string text, int expected)
    {
        await ann.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search contacts" }).FillAsync(text);
        await Expect(Total(ann)).ToHaveTextAsync(Contacts(expected));
    }

    private static string Contacts(long count) => count == 1 ? "1 contact" : $"{count:N0} contacts";

    private static ILocator Total(Visitor ann) => ann.Page.Locator(".total");

    private static ILocator Rail(Visitor ann, string name) =>
        ann.Page.GetByRole(AriaRole.Region, new() { Name = "Email", Exact = true }).GetByRole(AriaRole.Link, new() { NameRegex = new($"^{name}") });

    private async Task<DashboardDbContext> OpenAsync() =>
        await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);

    private async Task<long> CountAsync(System.Linq.Expressions.Expression<Func<Contact, bool>> which)
    {
        var demo = await app.FindAsync("demo");
        await using var context = await OpenAsync();
        return await context.Contacts.Where(c => c.OrganizationId == demo.Value).LongCountAsync(which, TestStore.Stop);
    }

    private async Task<(Standing Email, Standing Phone)> StandingAsync(long id)
    {
        await using var context = await OpenAsync();
        var contact = await context.Contacts.SingleAsync(c => c.Id == id, TestStore.Stop);
        return (contact.EmailStanding, contact.PhoneStanding);
    }

    /// <summary>Five people of a domain of their own: one for each way to stand.</summary>
    private async Task<Dictionary<string, long>> GivenPeopleAsync(string domain)
    {
        var (demo, system) = (await app.FindAsync("demo"), new SystemActor());
        var people = new Dictionary<string, long>();
        foreach (var name in new[] { "jane", "sam", "una", "bo", "kim" })
        {
            var edit = new ProfileEdit
            {
                FirstName = char.ToUpperInvariant(name[0]) + name[1..], LastName = char.ToUpperInvariant(domain[0]) + domain[1..], Email = $"{name}@{domain}.example",
                Phone = name == "jane" ? $"+49 30 23125 00{domain.Length}{domain[0] % 10}" : null, City = name == "jane" ? "Berlin" : "Linz",
            };
            people[name] = (await app.As<ProfileService>(system).CreateAsync(demo, edit, new(true), TestStore.Stop)).Value.ContactId;
        }
        foreach (var (name, reason) in new[] { ("sam", SuppressionReason.Complained), ("una", SuppressionReason.Unsubscribed), ("bo", SuppressionReason.Manual) })
            await app.As<SuppressionService>(system).AddAsync(demo, new(SuppressionScope.Email, $"{name}@{domain}.example", reason), false, TestStore.Stop);
        var now = DateTimeOffset.UtcNow;
        await app.As<ActivityService>(system).RecordAsync(demo,
        [
            new(people["jane"], MessageChannel.Email, "Spring offer", "en", now.AddDays(-3), ActivityStatus.Clicked),
            new(people["jane"], MessageChannel.Email, "Winter offer", "en", now.AddDays(-90), ActivityStatus.Clicked),
        ], TestStore.Stop);
        return people;
    }
}
