using System.Text;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Services.Erasures;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.ContactImports;

/// <summary>What is announced is what is done, and what is cut off goes on without doing a row twice.</summary>
public sealed class DryRunTests
{
    [Fact]
    public async Task DryRun_OfAHundredThousandFuzzedRows_AnnouncesExactlyWhatTheImportDoes()
    {
        await using var store = await GivenBaseAsync();
        var job = await store.UploadAsync(FuzzedFile.Make(100_000, 1, 12_000));

        var planned = (await store.DryRunAsync(job, Options(UniqueField.Email))).Planned!;
        var applied = (await store.ApplyAsync(job)).Applied!;

        (applied with { Memberships = 0 }).Should().Be(planned);
        foreach (var count in new[] { planned.New, planned.Updated, planned.Unchanged, planned.Restored, planned.Duplicates, planned.Erased, planned.Invalid, planned.Blocked, planned.BlocksAdded,
            planned.BlocksJoined, planned.ValuesDropped })
            count.Should().BeGreaterThan(0, $"every kind of row is there: {planned}");
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(UniqueField.Phone, true)]
    [InlineData(UniqueField.ExternalId, false)]
    [InlineData(UniqueField.Email, false)]
    public async Task DryRun_ByEveryUniqueField_AnnouncesExactlyWhatTheImportDoes(UniqueField unique, bool clears)
    {
        await using var store = await GivenBaseAsync();
        for (var seed = 2; seed < 4; seed++)
        {
            var job = await store.UploadAsync(FuzzedFile.Make(4_000, seed, 1_500));
            var planned = (await store.DryRunAsync(job, o => Options(unique)(o) with { ClearsEmpty = clears, KeepsRows = !clears, RestoresDeleted = clears })).Planned!;
            ((await store.ApplyAsync(job)).Applied! with { Memberships = 0 }).Should().Be(planned);
        }
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Import_OfABaseThatChangedSince_SaysWhatItReallyDid()
    {
        await using var store = await CreateAsync();
        var job = await store.UploadAsync("email,first name\nann@x.test,Ann\nbob@x.test,Bob\n");
        await store.DryRunAsync(job);
        await store.GivenEnteredAsync("ann@x.test", first: "Ann");

        var state = await store.ApplyAsync(job);

        (state.Planned!.New, state.Applied!.New, state.Applied.Unchanged, state.Differs).Should().Be((2, 1, 1, true));
    }

    [Fact]
    public async Task Import_CutOffAtTenPlaces_EndsAsIfNothingHadHappened()
    {
        var text = FuzzedFile.Make(6_000, 5, 4_000);
        await using var calm = await GivenBaseAsync();
        var undisturbed = await ImportAsync(calm, text, 0);
        await using var store = await GivenBaseAsync();
        var cut = await ImportAsync(store, text, 10);

        cut.Applied.Should().Be(undisturbed.Applied);
        (await store.PeopleAsync()).Should().Equal(await calm.PeopleAsync());
        (await store.EntriesAsync()).Should().Equal(await calm.EntriesAsync());
        (await store.RejectedAsync(cut.JobId)).Should().Be(await calm.RejectedAsync(undisturbed.JobId));
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Import_Cancelled_KeepsWhatWasDoneAndCanBeUndone()
    {
        await using var store = await CreateAsync();
        var job = await store.UploadAsync("email\n" + string.Concat(Enumerable.Range(0, 9_000).Select(i => $"p{i}@x.test\n")));
        await store.DryRunAsync(job);
        (await store.As<ContactImportService>(Role.Admin).StartAsync(store.Organization, job, ImportStore.Consent, Stop)).IsOk.Should().BeTrue();
        await CancelAfterAsync(store, job, 2);

        var state = await store.ImportStateAsync(job);

        state.State.Should().Be(JobState.Cancelled);
        state.Applied!.New.Should().BeInRange(1, 8_999);
        (await store.PeopleAsync()).Should().HaveCount((int)state.Applied.New);
        await store.ShouldAgreeAsync();
    }

    private static async Task CancelAfterAsync(TestStore store, long job, int commits)
    {
        var writer = store.Get<ContactsDashboard.Data.StoreWriter>();
        writer.LongestSteps = TimeSpan.Zero;
        var seen = 0;
        void Cancel()
        {
            if (++seen != commits)
                return;
            using var context = store.Get<IDbContextFactory<ContactsDashboard.Data.DashboardDbContext>>().CreateDbContext();
            context.Jobs.Where(j => j.Id == job).ExecuteUpdate(j => j.SetProperty(x => x.CancelRequested, true));
        }
        writer.Committed += Cancel;
        await store.RunImportsAsync();
        writer.Committed -= Cancel;
    }

    // Cut off after some commit as a killed process is: nothing of what came after it is stored. A new runner takes it up.
    private static async Task<ImportState> ImportAsync(TestStore store, string text, int cuts)
    {
        var job = await store.UploadAsync(text);
        await store.DryRunAsync(job, Options(UniqueField.Email));
        (await store.As<ContactImportService>(Role.Admin).StartAsync(store.Organization, job, ImportStore.Consent, Stop)).IsOk.Should().BeTrue();
        var random = new Random(3);
        var writer = store.Get<ContactsDashboard.Data.StoreWriter>();
        for (var cut = 0; cut < cuts; cut++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var left = random.Next(1, 3);
            void Cut()
            {
                if (--left == 0)
                    stop.Cancel();
            }
            writer.Committed += Cut;
            try { await store.Get<JobRunner>().RunQueuedAsync(JobRunner.Imports, stop.Token); }
            catch (OperationCanceledException) { cut.Should().BeLessThan(cuts); }
            writer.Committed -= Cut;
        }
        await store.RunImportsAsync();
        return await store.ImportStateAsync(job);
    }

    private static Func<ImportOptions, ImportOptions> Options(UniqueField unique) => file => file with
    {
        Columns = [.. file.Columns.Select((c, i) => i switch { 7 => "status", 9 => "field:shoe_size", 10 => "street", _ => c })], Unique = unique, KeepsRows = true, RestoresDeleted = true,
    };

    private static async Task<TestStore> GivenBaseAsync()
    {
        var store = await CreateAsync();
        foreach (var category in new[] { "Offers", "News" })
            await store.As<CategoryService>(Role.Admin).CreateAsync(store.Organization, category, Stop);
        await store.As<FieldService>(Role.Admin).AddAsync(store.Organization, new("Shoe size", FieldType.Number, []), Stop);
        for (var i = 0; i < 60; i++)
            await store.GivenEnteredAsync($"p{i * 7}@x.test", first: i % 2 == 0 ? "Ann1" : null, with: c =>
            {
                (c.ExternalId, c.DeletedAt) = (i % 3 == 0 ? $"c{i}" : null, i % 5 == 0 ? store.Clock.GetUtcNow() : null);
            });
        var ledger = store.As<SuppressionService>(Role.Admin);
        for (var i = 0; i < 20; i++)
            await ledger.AddAsync(store.Organization, new(SuppressionScope.Email, $"p{i * 11}@x.test", (SuppressionReason)(i % 4)), false, Stop);
        await ledger.AddAsync(store.Organization, new(SuppressionScope.Domain, "d3.test", SuppressionReason.Manual), false, Stop);

        foreach (var i in new[] { 100, 200, 300 })
            await store.EraseAsync($"p{i}@x.test");
        return store;
    }
}
