using System.Text;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An operator brings a file in: columns, dry run, import, undo; and takes contacts out in the background. What is stored is looked at after each step.</summary>
public sealed class ImportJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    private const string Text = "Email Address,Vorname,Wohnort,Country\nann@journey.example,Ann,Graz,Austria\nbob@journey.example,Bob,Linz,Atlantis\nnobody,N,,\nann@journey.example,again,,\n";

    [Fact]
    public async Task File_IsCheckedImportedAndTakenBack()
    {
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync("operator@demo.example");
        await ann.GoAsync("/dashboard/contacts/all?org=demo");
        await ann.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Import", Exact = true }).ClickAsync();
        await ann.ReadyAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Import contacts" })).ToBeVisibleAsync();
        await ann.Page.GetByLabel("Choose a CSV file").SetInputFilesAsync(new FilePayload { Name = "customers.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Text) });

        await Expect(ann.Page.GetByLabel("Email Address is")).ToHaveValueAsync("email");
        await Expect(ann.Page.GetByLabel("Vorname is")).ToHaveValueAsync("firstName");
        await ann.Page.GetByLabel("Wohnort is").SelectOptionAsync("city");
        await ann.ShouldBeAccessibleAsync("columns of an import");
        await ann.PictureAsync("import-columns");
        await ann.Page.GetByLabel("Keep a row without a value that cannot be read").CheckAsync();
        await ann.Button("Check the whole file").ClickAsync();

        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "What importing it would do" })).ToBeVisibleAsync();
        await Expect(ann.Row("Rejected")).ToContainTextAsync("1");
        await ann.ShouldBeAccessibleAsync("dry run of an import");
        await ann.PictureAsync("import-dry-run");
        (await StoredAsync()).Should().BeEmpty("nothing is changed yet");
        await Expect(ann.Button("Import 2 contacts")).ToBeDisabledAsync();
        await ann.Page.GetByLabel("The information in this file was obtained").CheckAsync();
        await ann.Button("Import 2 contacts").ClickAsync();

        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "Imported" })).ToBeVisibleAsync();
        (await StoredAsync()).Should().Equal("ann@journey.example Ann Graz AT", "bob@journey.example Bob Linz ");
        await ann.ShouldBeAccessibleAsync("an import");
        await ann.PictureAsync("import-done");
        var rejected = await ann.Page.RunAndWaitForDownloadAsync(() => ann.Page.GetByRole(AriaRole.Link, new() { Name = "Rejected rows" }).ClickAsync());
        (await File.ReadAllTextAsync(await rejected.PathAsync(), TestStore.Stop)).Should().Contain("nobody,N,,,\"email: this is not an email address\"");
        await ann.Button("Undo: the import of customers.csv").ClickAsync();
        await Expect(ann.Page.GetByText("undone", new() { Exact = false }).First).ToBeVisibleAsync();
        (await StoredAsync()).Should().BeEmpty();
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Export_InTheBackground_WaitsUnderMyFiles()
    {
        var ann = await app.GivenVisitorAsync(dark: true, width: 390);
        await ann.SignInAsync("analyst@demo.example");
        await ann.GoAsync("/dashboard/contacts/all?org=demo");
        await ann.Button("Export").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new("^In the background") }).ClickAsync();
        await ann.ShouldBeAccessibleAsync("export dialog");
        await ann.Button("In the background").ClickAsync();

        var download = ann.Page.GetByRole(AriaRole.Link, new() { Name = "Download Contacts, email only" });
        await Expect(download).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("my files");
        await ann.PictureAsync("exports-390-dark");
        var file = await ann.Page.RunAndWaitForDownloadAsync(() => download.ClickAsync());
        (await File.ReadAllTextAsync(await file.PathAsync(), TestStore.Stop)).Should().StartWith("email,spreadsheet_safe");
        await ann.Button("Delete Contacts, email only").ClickAsync();
        await Expect(download).ToHaveCountAsync(0);
        ann.Errors.Should().BeEmpty();
    }

    private async Task<List<string>> StoredAsync()
    {
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);
        return await context.Set<Contact>().Where(c => c.DeletedAt == null).Join(context.Set<Address>(), c => c.EmailAddressId, a => a.Id, (c, a) => new { c, a.Value })
            .Where(r => r.Value.EndsWith("@journey.example")).OrderBy(r => r.Value).Select(r => $"{r.Value} {r.c.FirstName} {r.c.City} {r.c.Country}").ToListAsync(TestStore.Stop);
    }
}
