using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class MailIngestTests
{
    [Fact]
    public async Task Thread_MissingParentAndLateBridge_BecomeOne()
    {
        await using var store = await CreateAsync();
        await store.GivenMailAsync(Mail("a@x.test", "1@t", refs: "<root@t>"), Mail("a@x.test", "2@t", refs: "<other@t>"));
        (await store.RowAsync("a@x.test")).ThreadCount.Should().Be(2);

        await store.GivenMailAsync(Mail("a@x.test", "3@t", refs: "<root@t> <other@t>"));

        (await store.RowAsync("a@x.test")).ThreadCount.Should().Be(1);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Copies_OfOneMessage_CountOnceAndUniteParticipants()
    {
        await using var store = await CreateAsync();

        var report = await store.GivenMailAsync(Mail("a@x.test", "1@t", to: "b@x.test"), Mail("a@x.test", "1@t", to: "c@x.test"));

        (report.Accepted, report.Duplicates).Should().Be((1, 1));
        (await store.ListedAsync()).Should().Equal("a@x.test", "b@x.test", "c@x.test");
        (await store.RowAsync("c@x.test")).ThreadCount.Should().Be(1);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Copies_WithDifferentDates_AgreeOnTheEarlierInAnyOrder()
    {
        var (early, late) = (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        foreach (var order in new[] { new[] { early, late }, [late, early] })
        {
            await using var store = await CreateAsync();
            await store.GivenMailAsync([.. order.Select(at => Mail("a@x.test", "1@t", at: at))]);
            (await store.RowAsync("a@x.test")).LastActiveAt.Should().Be(early);
            await store.ShouldAgreeAsync();
        }
    }

    [Fact]
    public async Task Message_WithoutDate_IsUnknownAndNotToday()
    {
        await using var store = await CreateAsync();

        await store.GivenMailAsync("From: a@x.test\r\nMessage-ID: <1@t>\r\n\r\n");

        (await store.RowAsync("a@x.test")).LastActiveAt.Should().BeNull();
    }

    [Fact]
    public async Task Contact_OfAnAddress_IsMadeOnceWithTheHeadersName()
    {
        await using var store = await CreateAsync();
        await store.GivenMailAsync(Mail("Ann Other <ann@x.test>", "1@t"), Mail("ann@x.test", "2@t"));

        var row = await store.RowAsync("ann@x.test");

        row.Name.Should().Be("Ann Other");
        await using var context = await store.OpenAsync();
        context.Contacts.Should().ContainSingle();
        context.Contacts.Single().CreationMethod.Should().Be(CreationMethod.EmailThread);
    }

    [Fact]
    public async Task Spelling_FirstSeen_IsDisplayedAndComparedWithoutCase()
    {
        await using var store = await CreateAsync();
        var day = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

        await store.GivenMailAsync(Mail("ann@x.test", "2@t", at: day.AddDays(1)), Mail("Ann@X.test", "1@t", at: day));

        (await store.RowAsync("ANN@x.test")).Email.Display.Should().Be("Ann@X.test");
    }

    [Fact]
    public async Task MailerDaemon_IsNeverListed()
    {
        await using var store = await CreateAsync();

        await store.GivenMailAsync(Mail("MAILER-DAEMON@x.test", "1@t", to: "ann@x.test"));

        (await store.ListedAsync()).Should().Equal("ann@x.test");
    }

    [Fact]
    public async Task OwnDomain_AddedAndRemoved_HidesRowsAndBringsThemBack()
    {
        await using var store = await CreateAsync();
        await store.GivenMailAsync(Mail("me@acme.test", "1@t", to: "ann@x.test"));
        var rules = store.As<DerivationRuleService>(Role.Admin);

        (await rules.PreviewAsync(store.Organization, DerivationRuleKind.OwnDomain, "ACME.test", Stop)).Value.Hides.Should().Be(1);
        var rule = await rules.AddAsync(store.Organization, DerivationRuleKind.OwnDomain, "ACME.test", Stop);
        await store.RunJobsAsync();
        (await store.ListedAsync()).Should().Equal("ann@x.test");
        await store.ShouldAgreeAsync();
        await rules.RemoveAsync(store.Organization, rule.Value, Stop);
        await store.RunJobsAsync();

        (await store.ListedAsync()).Should().Equal("ann@x.test", "me@acme.test");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task OwnDomain_KnownBeforeTheImport_GivesNoContact()
    {
        await using var store = await CreateAsync();
        await store.As<DerivationRuleService>(Role.Admin).AnswerOwnDomainsAsync(store.Organization, ["acme.test"], Stop);

        await store.GivenMailAsync(Mail("me@acme.test", "1@t", to: "ann@x.test"));

        (await store.ListedAsync()).Should().Equal("ann@x.test");
        await using var context = await store.OpenAsync();
        context.Contacts.Should().ContainSingle();
    }

    [Fact]
    public async Task HiddenAddress_StillAnswersToTheGate()
    {
        await using var store = await CreateAsync();
        await store.GivenMailAsync(Mail("no-reply@x.test", "1@t"));
        await store.As<ContactsDashboard.Services.Suppressions.BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("no-reply@x.test"), null, Stop);

        await store.As<DerivationRuleService>(Role.Admin).AddAsync(store.Organization, DerivationRuleKind.Pattern, "no-reply@*", Stop);
        await store.RunJobsAsync();

        (await store.ListedAsync()).Should().BeEmpty();
        (await store.MayBeSentToAsync("no-reply@x.test")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Organizations_ImportTheSameMail_StayApart()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");
        var mail = Mail("ann@x.test", "1@t");

        (await store.GivenMailAsync(mail)).Accepted.Should().Be(1);
        (await store.GivenMailAsync(other, mail)).Accepted.Should().Be(1);

        (await store.ListedAsync()).Should().Equal("ann@x.test");
        (await store.RowAsync("ann@x.test", other)).ThreadCount.Should().Be(1);
    }

    [Fact]
    public async Task Maildir_Watched_ReadsEachFileOnceAlsoAfterItMoved()
    {
        var root = Directory.CreateTempSubdirectory("maildir-").FullName;
        await using var store = await CreateAsync(("Dashboard:MailRoots:0", root));
        var folder = Path.Combine(root, "inbox");
        foreach (var part in new[] { "cur", "new", "tmp" })
            Directory.CreateDirectory(Path.Combine(folder, part));
        var sources = store.As<MailSourceService>(Role.Admin);
        (await sources.WatchAsync(store.Organization, "", "inbox", Stop)).IsOk.Should().BeTrue();
        await File.WriteAllTextAsync(Path.Combine(folder, "new", "1.host"), Mail("ann@x.test", "1@t"), Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "tmp", "2.host"), Mail("half@x.test", "2@t"), Stop);
        var watcher = store.Get<MaildirWatcher>();
        await watcher.ReadAllAsync(Stop);
        File.Move(Path.Combine(folder, "new", "1.host"), Path.Combine(folder, "cur", "1.host:2,S"));
        await File.WriteAllTextAsync(Path.Combine(folder, "new", "3.host"), "not mail at all", Stop);
        await watcher.ReadAllAsync(Stop);

        (await store.ListedAsync()).Should().Equal("ann@x.test");
        var source = (await sources.ListAsync(store.Organization, Stop)).Value.Should().ContainSingle().Subject;
        source.Should().BeEquivalentTo(new { Accepted = 1L, Duplicates = 0L, Rejected = 1L, Backlog = 0L, LastError = (string?)null });
        Directory.Delete(folder, recursive: true);
        await watcher.ReadAllAsync(Stop);
        (await sources.ListAsync(store.Organization, Stop)).Value[0].IsHealthy.Should().BeFalse();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Maildir_OutsideTheRootsOrThroughALink_IsRefused()
    {
        var root = Directory.CreateTempSubdirectory("maildir-").FullName;
        var elsewhere = Directory.CreateTempSubdirectory("elsewhere-").FullName;
        Directory.CreateDirectory(Path.Combine(elsewhere, "cur"));
        Directory.CreateDirectory(Path.Combine(elsewhere, "new"));
        Directory.CreateSymbolicLink(Path.Combine(root, "link"), elsewhere);
        await using var store = await CreateAsync(("Dashboard:MailRoots:0", root));
        var sources = store.As<MailSourceService>(Role.Admin);

        foreach (var path in new[] { "a\0b", elsewhere, "../" + Path.GetFileName(elsewhere), "link", "absent" })
            (await sources.WatchAsync(store.Organization, "x", path, Stop)).Problem!.Code.Should().Be("VALIDATION_ERROR", path);
        (await store.As<MailSourceService>(Role.Operator).WatchAsync(store.Organization, "x", "link", Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        Directory.Delete(root, recursive: true);
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task Maildir_FileMovedBeforeItWasRead_IsNotLost()
    {
        var root = Directory.CreateTempSubdirectory("maildir-").FullName;
        await using var store = await CreateAsync(("Dashboard:MailRoots:0", root));
        foreach (var part in new[] { "cur", "new" })
            Directory.CreateDirectory(Path.Combine(root, "inbox", part));
        await store.As<MailSourceService>(Role.Admin).WatchAsync(store.Organization, "", "inbox", Stop);
        for (var i = 0; i < 401; i++)
            await File.WriteAllTextAsync(Path.Combine(root, "inbox", "new", $"{i:000}.host"), Mail($"p{i}@x.test", $"{i}@t"), Stop);
        var last = Path.Combine(root, "inbox", "new", "400.host");
        var writer = store.Get<StoreWriter>();
        void Move()
        {
            if (File.Exists(last))
                File.Move(last, Path.Combine(root, "inbox", "cur", "400.host:2,S"));
        }

        writer.Committed += Move; // a reading client, while the files before it are being stored
        await store.Get<MaildirWatcher>().ReadAllAsync(Stop);
        await store.Get<MaildirWatcher>().ReadAllAsync(Stop);

        (await store.RowAsync("p400@x.test")).ThreadCount.Should().Be(1);
        Directory.Delete(root, recursive: true);
    }

    private static string Mail(string from, string id, string? to = null, string? refs = null, DateTimeOffset? at = null) =>
        $"From: {from}\r\nMessage-ID: <{id}>\r\nDate: {at ?? new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero):R}\r\n"
        + (to is null ? "" : $"To: {to}\r\n") + (refs is null ? "" : $"References: {refs}\r\n") + "Subject: s\r\n\r\nbody\r\n";
}
