using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.ContactImports;

public sealed class ContactImportTests
{
    private static readonly byte[] Utf16Mark = [0xFF, 0xFE];
    private static readonly byte[] Utf16BigMark = [0xFE, 0xFF];
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    [Fact]
    public async Task Import_OfEveryShape_MakesTheSameContacts()
    {
        const string Comma = "Email,First Name,Last Name,City\nann@x.test,Änn,\"Lee, jr.\",\"Two\nLines\"\nBob@X.test,Bob,Öst,\n";
        var latin = Encoding.Latin1.GetBytes(Comma);
        foreach (var bytes in new[]
        {
            Encoding.UTF8.GetBytes(Comma), [.. Utf8Mark, .. Encoding.UTF8.GetBytes(Comma)], [.. Utf16Mark, .. Encoding.Unicode.GetBytes(Comma)],
            [.. Utf16BigMark, .. Encoding.BigEndianUnicode.GetBytes(Comma)], Encoding.Unicode.GetBytes(Comma), latin,
            Encoding.UTF8.GetBytes("sep=;\nEmail;First Name;Last Name;City\nann@x.test;Änn;Lee, jr.;\"Two\nLines\"\nBob@X.test;Bob;Öst;\n"),
            Encoding.UTF8.GetBytes("Email\tFirst Name\tLast Name\tCity\tToo\r\nann@x.test\tÄnn\tLee, jr.\t\"Two\nLines\"\r\nBob@X.test\tBob\tÖst\t\tmany\tcells\r\n"),
        })
        {
            await using var store = await CreateAsync();
            var job = await store.UploadAsync(bytes);
            var file = (await store.As<ContactImportService>(Role.Admin).DescribeAsync(store.Organization, job, Stop)).Value;

            file.Shape.IsGuessed.Should().Be(bytes == latin);
            var planned = await store.DryRunAsync(job, o => o with { KeepsRows = true });
            await store.ApplyAsync(job);

            planned.Planned.Should().Be(new ImportCounts { Rows = 2, New = 2, ValuesDropped = 1 });
            (await store.PeopleAsync()).Should().Equal("ann@x.test|-|-|-|Änn|Lee, jr.|-|-|1|0|2|0|änn lee, jr.", "bob@x.test|Bob@X.test|-|-|Bob|Öst|-|-|1|0|2|0|bob öst");
        }
    }

    [Fact]
    public async Task Import_TakesEveryKindOfValue_AndRecordsConsent()
    {
        await using var store = await CreateAsync();
        var offers = (await store.As<CategoryService>(Role.Admin).CreateAsync(store.Organization, "Offers", Stop)).Value.Id;
        var list = (await store.As<SegmentService>(Role.Admin).CreateListAsync(store.Organization, "Spring", Stop)).Value.Id;

        var state = await store.ImportAsync(
            "email,phone,external id,full name,language,time zone,street,city,region,zip,country,categories,consent,Shoe size,push token,Ignored\n"
            + "ann@x.test,207 946 0000,c-1,Ann van Dyk,German,W. Europe Standard Time,\"Lane 3\nHouse\",Wien,W,1010,Austria,offers,2025-05-01T10:00:00Z,42.5,tok,x\n",
            o => o with { Segments = [list], Columns = [.. o.Columns.Select((c, i) => i == 13 ? "new:number:Shoe size" : c)] });

        state.Applied.Should().Be(new ImportCounts { Rows = 1, New = 1, Memberships = 2 });
        await using var context = await store.OpenAsync();
        var ann = await context.Contacts.SingleAsync(Stop);
        var profile = (await store.As<ProfileService>(Role.Admin).GetAsync(store.Organization, ann.Id, Stop)).Value;
        profile.Entered.Should().BeEquivalentTo(new ProfileEdit
        {
            Email = "ann@x.test", Phone = "+12079460000", ExternalId = "c-1", FirstName = "Ann van", LastName = "Dyk", Language = "de", TimeZone = "Europe/Berlin", Street = "Lane 3, House",
            City = "Wien", Region = "W", PostalCode = "1010", Country = "AT", Categories = [offers], Fields = new Dictionary<string, string> { ["shoe_size"] = "42.5" },
        });
        (profile.ConsentAt, profile.ConsentBy, profile.Source).Should().Be((new DateTimeOffset(2025, 5, 1, 10, 0, 0, TimeSpan.Zero), store.Person(Role.Admin).Label, CreationMethod.Import));
        profile.Tokens.Should().ContainSingle().Which.Value.Should().Be("tok");
        profile.Segments.Select(s => s.Name).Should().Equal("Offers", "Spring");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Import_WithoutConsent_OrBeforeItsDryRun_DoesNotBegin()
    {
        await using var store = await CreateAsync();
        var job = await store.UploadAsync("email\nann@x.test\n");
        var imports = store.As<ContactImportService>(Role.Admin);

        (await imports.StartAsync(store.Organization, job, ImportStore.Consent, Stop)).Problem!.Code.Should().Be("NOT_READY");
        await store.DryRunAsync(job);
        (await imports.StartAsync(store.Organization, job, new(false), Stop)).Problem!.Code.Should().Be("CONSENT_REQUIRED");
        (await store.PeopleAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Import_DoesToEachKindOfRowWhatItAnnounced()
    {
        await using var store = await CreateAsync();
        await store.GivenEnteredAsync("known@x.test", first: "Old", last: "Name");
        await store.GivenEnteredAsync("same@x.test", first: "Same");
        await store.GivenEnteredAsync("blocked@x.test", first: "B");
        await store.GivenEnteredAsync("gone@x.test", first: "Gone", with: c => c.DeletedAt = store.Clock.GetUtcNow());
        await store.As<BlockService>(Role.Admin).BlockEmailAsync(store.Organization, Email("blocked@x.test"), null, Stop);
        await store.As<BlockService>(Role.Admin).BlockEmailAsync(store.Organization, Email("new-and-blocked@x.test"), null, Stop);

        const string Text = "email,first name,country\nknown@x.test,New,\nsame@x.test,Same,\nblocked@x.test,B,DE\ngone@x.test,Back,\nnew@x.test,N,\nnew-and-blocked@x.test,,\n"
            + "NEW@x.test,again,\nno address,,\nbad-country@x.test,,Atlantis\n,,\nlater@x.test,,Atlantis\nlater@x.test,L,FR\n";
        var state = await store.ImportAsync(Text);

        state.Applied.Should().Be(new ImportCounts { Rows = 11, New = 3, Updated = 2, Unchanged = 1, Duplicates = 1, Deleted = 1, Invalid = 3, Blocked = 2 });
        state.Samples.Should().Contain(s => s.Outcome == RowOutcome.Updated && s.Label == "known@x.test" && s.Line == 2 && s.Note == "firstName: Old → New");
        (await store.MayBeSentToAsync("blocked@x.test")).Should().BeFalse();
        (await store.MayBeSentToAsync("new-and-blocked@x.test")).Should().BeFalse();
        var rejected = await store.RejectedAsync(state.JobId);
        rejected.Split("\r\n")[0].Should().Be("email,first name,country,\"rejected_because\"");
        rejected.Should().Contain("no address,,,\"email: this is not an email address\"").And.Contain("NEW@x.test,again,,\"an earlier row");
        (await store.ImportAsync(rejected.Replace("no address", "mended@x.test").Replace("Atlantis", "AT"))).Applied!.New.Should().Be(2);
        var restored = await store.ImportAsync("email,first name\ngone@x.test,Back\n", o => o with { RestoresDeleted = true });
        restored.Applied!.Restored.Should().Be(1);
        (await store.PeopleAsync()).Should().Contain("gone@x.test|-|-|-|Back|-|-|-|1|0|1|0|back");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Import_RowsInError_AreRejectedOrKeptWithoutTheValueAsChosen()
    {
        await using var store = await CreateAsync();
        const string Text = "email,phone,country\nann@x.test,12,Atlantis\nnobody,+442079460000,DE\n";

        (await store.ImportAsync(Text)).Applied.Should().Be(new ImportCounts { Rows = 2, Invalid = 2 });
        (await store.ImportAsync(Text, o => o with { KeepsRows = true })).Applied.Should().Be(new ImportCounts { Rows = 2, New = 1, Invalid = 1, ValuesDropped = 2 });
    }

    [Fact]
    public async Task Import_EmptyCells_SayNothingOrClearAsChosen()
    {
        await using var store = await CreateAsync();
        await store.GivenEnteredAsync("ann@x.test", first: "Ann", last: "Lee");

        (await store.ImportAsync("email,first name,last name\nann@x.test,,\n")).Applied!.Unchanged.Should().Be(1);
        (await store.ImportAsync("email,first name,last name\nann@x.test,,Lee\n", o => o with { ClearsEmpty = true })).Applied!.Updated.Should().Be(1);
        (await store.PeopleAsync()).Should().Equal("ann@x.test|-|-|-|-|Lee|-|-|1|0|1|0|lee");
    }

    [Fact]
    public async Task Import_ByExternalId_FindsTheContact_AndNeverTakesAnIdFromAnother()
    {
        await using var store = await CreateAsync();
        await store.GivenEnteredAsync("ann@x.test", with: c => c.ExternalId = "1");
        await store.GivenEnteredAsync("bob@x.test");

        (await store.ImportAsync("external id,email\n1,ann@new.test\n2,carl@x.test\n", o => o with { Unique = UniqueField.ExternalId })).Applied!.Should()
            .BeEquivalentTo(new { New = 1L, Updated = 1L });
        var byEmail = await store.ImportAsync("email,external id\nbob@x.test,1\ndora@x.test,3\neve@x.test,3\nann@new.test,9\n");

        byEmail.Applied.Should().Be(new ImportCounts { Rows = 4, New = 1, Invalid = 3 });
        (await store.PeopleAsync()).Select(p => string.Join('|', p.Split('|')[0], p.Split('|')[3])).Should().Equal("ann@new.test|1", "bob@x.test|-", "carl@x.test|2", "dora@x.test|3");
    }

    [Fact]
    public async Task Import_ByARoleThatMayNotDoAllOfIt_IsRefused()
    {
        await using var store = await CreateAsync();
        (await store.As<ContactImportService>(Role.Analyst).UploadAsync(store.Organization, "x.csv", new MemoryStream("email\n"u8.ToArray()), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        var job = await store.UploadAsync("email,size\nann@x.test,1\n", role: Role.Operator);

        var refused = await store.As<ContactImportService>(Role.Operator).StartDryRunAsync(store.Organization, job, new() { Columns = ["email", "new:text:Size"] }, null, Stop);

        refused.Problem!.Code.Should().Be("FORBIDDEN", "defining fields is an Admin's");
        (await store.As<ContactImportService>(Role.Admin).DescribeAsync(store.Organization, job, Stop)).Problem!.Code.Should().Be("JOB_NOT_FOUND", "another person's upload");
    }

    [Fact]
    public async Task Mapping_IsRememberedForFilesWithTheSameColumns()
    {
        await using var store = await CreateAsync();
        await store.ImportAsync("Mail,Wohnort\nann@x.test,Graz\n", o => o with { Columns = ["email", "city"], KeepsRows = true });

        var again = await store.UploadAsync("mail,WOHNORT\nbob@x.test,Linz\n");
        var file = (await store.As<ContactImportService>(Role.Admin).DescribeAsync(store.Organization, again, Stop)).Value;

        (file.IsRemembered, file.Options.KeepsRows).Should().Be((true, true));
        file.Options.Columns.Should().Equal("email", "city");
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("email\n\"never closed", null)]
    public async Task File_ThatIsNoTable_IsRefusedWithWhereAndWhy(string text, string? why)
    {
        await using var store = await CreateAsync();
        var job = await store.UploadAsync(text.Length > 10 ? text + new string('x', 5 << 20) : text);

        var described = await store.As<ContactImportService>(Role.Admin).DescribeAsync(store.Organization, job, Stop);

        described.Problem!.Code.Should().Be("VALIDATION_ERROR");
        described.Problem.Message.Should().Contain(why ?? "Near line 2");
    }

    [Fact]
    public async Task File_ThatHoldsOnlyAHeader_ImportsNobody()
    {
        await using var store = await CreateAsync();

        (await store.ImportAsync("email,first name,,email\n")).Applied.Should().Be(new ImportCounts());
    }
}
