using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Services.Erasures;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.ContactImports;

/// <summary>What an import does to the ledger: it adds, and never lifts.</summary>
public sealed class ImportLedgerTests
{
    public static TheoryData<string, string, string[]> Exports => new()
    {
        { "cleaned_members_export_1.csv", "Email Address,First Name,MEMBER_RATING,LEID,CLEAN_TIME\nann@x.test,A,2,1,2026-01-01\n", ["ann@x.test 2"] },
        { "unsubscribed_members_export_1.csv", "Email Address,First Name,MEMBER_RATING,LEID,UNSUB_TIME,UNSUB_REASON\nann@x.test,A,2,1,2026-01-01,NORMAL\n", ["ann@x.test 1"] },
        { "subscribed_members_export_1.csv", "Email Address,First Name,MEMBER_RATING,LEID\nann@x.test,A,2,1\n", [] },
        { "suppression_bounces.csv", "status,reason,email,created\n5.1.1,550 no such user,ann@x.test,1700000000\n", ["ann@x.test 2"] },
        { "suppression_spam_reports.csv", "ip,email,created\n192.0.2.1,ann@x.test,1700000000\n", ["ann@x.test 3"] },
        { "suppression_unsubscribes.csv", "email,created\nann@x.test,1700000000\n", ["ann@x.test 1"] },
        { "bounces.csv", "address,code,error,created_at\nann@x.test,550,no,2026-01-01\n", ["ann@x.test 2"] },
        { "complaints.csv", "address,created_at\nann@x.test,2026-01-01\n", ["ann@x.test 3"] },
        { "suppressions.csv", "EmailAddress,SuppressionReason,Origin,CreatedAt\nann@x.test,HardBounce,Recipient,x\nbob@x.test,SpamComplaint,Recipient,x\n"
            + "carl@x.test,ManualSuppression,Recipient,x\ndora@x.test,ManualSuppression,Admin,x\n", ["ann@x.test 2", "bob@x.test 3", "carl@x.test 1", "dora@x.test 0"] },
        { "ses.csv", "EmailAddress,Reason,LastUpdateTime\nann@x.test,BOUNCE,x\nbob@x.test,COMPLAINT,x\n", ["ann@x.test 2", "bob@x.test 3"] },
        { "klaviyo.csv", "Email,Klaviyo ID,First Name,Email Marketing Consent,Email Suppressions\nann@x.test,1,A,UNSUBSCRIBED,[]\nbob@x.test,2,B,SUBSCRIBED,[]\ncarl@x.test,3,C,SUBSCRIBED,['HARD_BOUNCE']\n", ["ann@x.test 1", "carl@x.test 2"] },
        { "suppressed.csv", "Email,Suppression Reason\nann@x.test,HARD_BOUNCE\nbob@x.test,USER_SUPPRESSED\ncarl@x.test,SPAM_COMPLAINT\n", ["ann@x.test 2", "bob@x.test 0", "carl@x.test 3"] },
        { "brevo.csv", "EMAIL,LASTNAME,FIRSTNAME,SMS,EXT_ID,EMAIL_BLACKLISTED\nann@x.test,L,A,,7,true\nbob@x.test,L,B,,8,false\n", ["ann@x.test 1"] },
        { "hubspot.csv", "Record ID,First Name,Email,Unsubscribed from all email,Email hard bounce reason\n1,A,ann@x.test,true,\n2,B,bob@x.test,false,UNKNOWN_USER\n3,C,carl@x.test,,\n", ["ann@x.test 1", "bob@x.test 2"] },
    };

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task Export_OfAnotherProduct_IsUnderstood(string name, string text, string[] entries)
    {
        await using var store = await CreateAsync();

        var state = await store.ImportAsync(text, name: name);

        state.Applied!.Invalid.Should().Be(0);
        (await store.EntriesAsync()).Should().Equal(entries.Select(e => $"{e} {(int)SuppressionSource.Import}"));
        state.Applied.BlocksAdded.Should().Be(entries.Length);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Status_ThatIsNotKnown_RejectsTheRowEvenWhereRowsAreKept()
    {
        await using var store = await CreateAsync();

        var state = await store.ImportAsync("email,status\nann@x.test,quarantined\nbob@x.test,active\n", o => o with { Columns = ["email", "status"], KeepsRows = true });

        (state.Applied!.Invalid, state.Applied.New).Should().Be((1, 1));
    }

    [Fact]
    public async Task Blocks_OfDuplicateDeletedAndKnownRows_AreAddedAllTheSame()
    {
        await using var store = await CreateAsync();
        await store.GivenEnteredAsync("gone@x.test", with: c => c.DeletedAt = store.Clock.GetUtcNow());
        await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, "known@x.test", SuppressionReason.Bounced), false, Stop);

        var state = await store.ImportAsync("email,status\ntwice@x.test,active\ntwice@x.test,complaint\ngone@x.test,unsubscribed\nknown@x.test,bounced\nknown@x.test,bounced\n",
            o => o with { Columns = ["email", "status"] });

        (state.Applied!.BlocksAdded, state.Applied.BlocksJoined, state.Applied.Duplicates, state.Applied.Deleted).Should().Be((2, 1, 2, 1));
        foreach (var email in new[] { "twice@x.test", "gone@x.test", "known@x.test" })
            (await store.MayBeSentToAsync(email)).Should().BeFalse(email);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Import_WhateverItSays_LiftsNoBlock()
    {
        await using var store = await CreateAsync();
        var random = new Random(7);
        string[] words = ["active", "subscribed", "no", "", "unsubscribed", "bounced", "complaint", "0"];
        var blocked = new List<string>();
        foreach (var reason in Enum.GetValues<SuppressionReason>())
        {
            for (var i = 0; i < 3; i++)
            {
                blocked.Add($"p{(int)reason}{i}@{(i == 2 ? $"d{(int)reason}.test" : "x.test")}");
                await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, i == 2 ? new(SuppressionScope.Domain, $"d{(int)reason}.test", reason) : new(SuppressionScope.Email, blocked[^1], reason), false, Stop);
            }
        }
        for (var round = 0; round < 4; round++)
        {
            var rows = blocked.OrderBy(_ => random.Next()).Take(10).Select(e => $"{e},{words[random.Next(words.Length)]},{(random.Next(2) == 0 ? "F" + random.Next(9) : "")},{random.Next(99)}");
            await store.ImportAsync("email,status,first name,external id\n" + string.Join('\n', rows), o => o with
            {
                Columns = ["email", "status", "firstName", random.Next(2) == 0 ? "externalId" : ""], ClearsEmpty = random.Next(2) == 0, RestoresDeleted = true, KeepsRows = true,
            });
        }

        foreach (var email in blocked)
            (await store.MayBeSentToAsync(email)).Should().BeFalse(email);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Erased_AreRecognised_AndTheFileIsNotKept()
    {
        await using var store = await CreateAsync();
        await store.GivenPersonAsync("ann@x.test");
        await store.EraseAsync("ann@x.test");

        var state = await store.ImportAsync("email,first name,status\nANN@x.test,Ann,\nbob@x.test,Bob,\n");

        (state.Applied!.Erased, state.Applied.New).Should().Be((1, 1));
        state.Samples.Should().NotContain(s => s.Label.Contains("ann", StringComparison.OrdinalIgnoreCase));
        (await store.PeopleAsync()).Should().ContainSingle(p => p.StartsWith("bob", StringComparison.Ordinal));
        Directory.GetFiles(Path.Combine(store.Folder, "uploads")).Should().OnlyContain(f => f.EndsWith(".rejected"));
        await store.ShouldAgreeAsync();
    }
}
