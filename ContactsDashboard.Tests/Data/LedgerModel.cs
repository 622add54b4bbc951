using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Deliverability;
using ContactsDashboard.Services.SuppressionFiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Data;

/// <summary>Does something at random to a ledger, by every way the services have, as whoever is asked to.</summary>
internal sealed class LedgerModel(TestStore store, OrganizationId platform, Random random)
{
    private static readonly string[] Domains = ["example.com", "a.example.com", "b.a.example.com", "notexample.com", "other.org", "x.other.org", "com"];
    private static readonly string[] Patterns = [.. Domains, .. Domains.Select(d => "*." + d)];

    public static readonly string[] Emails = [.. Domains.SelectMany(d => new[] { "ann", "bob", "carl" }.Select(l => $"{l}@{d}"))];

    private readonly List<(OrganizationId Organization, long AuditId)> _receipts = [];

    public static async Task<LedgerModel> CreateAsync(TestStore store, int seed)
    {
        var platform = await store.GivenOrganizationAsync("platform", platform: true);
        foreach (var email in Emails)
            await store.GivenContactAsync(email);
        return new(store, platform, new(seed));
    }

    /// <summary>One step; a person's rights decide what comes of it. Returns what was tried.</summary>
    public async Task<string> ActAsync(Role role)
    {
        var steps = new (string Name, Func<Role, Task> Act)[]
        {
            ("add an address", r => AddAsync(r, EmailEdit())), ("add a domain", r => AddAsync(r, DomainEdit())), ("add a domain", r => AddAsync(r, DomainEdit())),
            ("release", ReleaseAsync), ("undo", UndoAsync), ("undo", UndoAsync), ("undo", UndoAsync), ("undo", UndoAsync), ("add many", AddManyAsync), ("change", ChangeAsync), ("change", ChangeAsync), ("change", ChangeAsync),
            ("delete", DeleteAsync), ("bulk", BulkAsync), ("release matching", ReleaseMatchingAsync), ("import a file", ImportAsync),
        };
        var (name, act) = Pick(steps);
        await act(role);
        await store.RunJobsAsync();
        return $"{role}: {name}";
    }

    /// <summary>What only the platform's own people do.</summary>
    public async Task ChangePlatformAsync()
    {
        var service = store.As<SuppressionService>(new SystemActor());
        var added = await service.AddAsync(platform, (random.Next(2) == 0 ? EmailEdit() : DomainEdit() with { Exceptions = [] }) with { Level = SuppressionLevel.Platform }, false, Stop);
        if (added.IsOk)
            _receipts.Add((platform, added.Value.Change!.AuditId));
        else if (PublicId.TryParse(PublicId.Suppression, added.Problem!.RelatedId, out var existing))
            _receipts.Add((platform, (await service.DeleteAsync(platform, existing, Stop)).Value.AuditId));
    }

    /// <summary>The rule's view of what stands, read row by row.</summary>
    public async Task<List<Suppression>> LedgerAsync()
    {
        await using var context = await store.OpenAsync();
        var rows = await context.Suppressions.Where(s => s.EndedAt == null && (s.OrganizationId == store.Organization.Value || s.OrganizationId == 0)).Select(s => new
        {
            s.Level, s.Scope, s.Value, s.Reason, s.Source, s.ExpiresAt, Exceptions = s.Exceptions.Where(e => e.RemovedByAuditId == null).Select(e => e.Value).ToList(),
        }).ToListAsync(Stop);
        return rows.ConvertAll(s => new Suppression
        {
            Level = s.Level, Scope = s.Scope, Value = s.Value, Reason = s.Reason, Source = s.Source, ExpiresAt = s.ExpiresAt, Exceptions = s.Exceptions,
        });
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private DateTimeOffset? SomeExpiry() => random.Next(2) == 0 ? store.Clock.GetUtcNow().AddMinutes(1 + random.Next(60)) : null;

    private SuppressionEdit EmailEdit() => new(SuppressionScope.Email, Pick(Emails), (SuppressionReason)random.Next(5)) { ExpiresAt = SomeExpiry() };

    private SuppressionEdit DomainEdit() => Pick(Patterns) is var pattern
        ? new(SuppressionScope.Domain, pattern, (SuppressionReason)random.Next(5)) { ExpiresAt = SomeExpiry(), Exceptions = SomeUnder(pattern) } : throw new InvalidOperationException();

    private List<string> SomeUnder(string pattern) =>
        [.. Emails.Where(e => Suppression.CoversDomain(pattern, Email(e).Domain.Value) && random.Next(4) == 0)];

    private void Keep(ChangeReceipt? change)
    {
        if (change is not null)
            _receipts.Add((store.Organization, change.AuditId));
    }

    private async Task AddAsync(Role role, SuppressionEdit edit)
    {
        var added = await store.As<SuppressionService>(role).AddAsync(store.Organization, edit, false, Stop);
        if (added.IsOk)
            Keep(added.Value.Change);
    }

    private async Task ReleaseAsync(Role role)
    {
        var released = await store.As<ReleaseService>(role).ReleaseAsync(store.Organization, Email(Pick(Emails)), (DomainRelease)random.Next(3), Stop);
        if (released.IsOk)
            Keep(released.Value.Change);
    }

    // Somebody else's undo as well as one's own; the platform's only by the platform's own people.
    private async Task UndoAsync(Role role)
    {
        if (_receipts.Count == 0)
            return;
        // What was done just now is most likely still there to be undone.
        var (organization, audit) = _receipts[Math.Max(0, _receipts.Count - 1 - random.Next(Math.Min(_receipts.Count, 3)))];
        await (organization == platform && role == Role.Admin ? store.As<UndoService>(new SystemActor()) : store.As<UndoService>(role)).UndoAsync(organization, audit, Stop);
    }

    private async Task AddManyAsync(Role role)
    {
        var edits = Enumerable.Range(0, 6).Select(_ => random.Next(3) == 0 ? DomainEdit() : EmailEdit()).ToList();
        var service = store.As<SuppressionBatchService>(role);
        var preview = await service.PreviewAsync(store.Organization, edits, Stop);
        var report = await service.AddAsync(store.Organization, edits, Stop);
        if (!report.IsOk)
            return;
        report.Value.Results.Select(r => r.Outcome).Should().Equal(preview.Value.Results.Select(r => r.Outcome), "a preview says what happens");
        Keep(report.Value.Change);
    }

    private async Task<LedgerEntry?> SomeEntryAsync()
    {
        var rows = (await store.As<SuppressionListService>(Role.Auditor).ListAsync(store.Organization, new() { Limit = 100 }, Stop)).Value.Rows;
        return rows.Count == 0 ? null : Pick(rows);
    }

    private async Task ChangeAsync(Role role)
    {
        if (await SomeEntryAsync() is not { } entry)
            return;
        var edit = new SuppressionChangeEdit
        {
            ChangesExpiry = random.Next(2) == 0, ExpiresAt = random.Next(2) == 0 ? store.Clock.GetUtcNow().AddMinutes(1 + random.Next(90)) : null,
            Exceptions = entry.Scope == SuppressionScope.Domain && random.Next(2) == 0 ? SomeUnder(entry.Value) : null, Note = random.Next(3) == 0 ? "n" + random.Next(3) : null,
        };
        var changed = await store.As<SuppressionService>(role).ChangeAsync(store.Organization, entry.Id, edit, Stop);
        if (changed.IsOk)
            Keep(changed.Value.Change);
    }

    private async Task DeleteAsync(Role role)
    {
        if (await SomeEntryAsync() is { } entry && await store.As<SuppressionService>(role).DeleteAsync(store.Organization, entry.Id, Stop) is { IsOk: true } deleted)
            Keep(deleted.Value);
    }

    private async Task BulkAsync(Role role)
    {
        var bulk = store.As<BulkService>(role);
        var preview = await bulk.PreviewAsync(store.Organization, (BulkAction)random.Next(2), BulkSelection.AllMatching(new() { Search = Pick(Domains) }), Stop);
        if (!preview.IsOk)
            return;
        await bulk.StartAsync(store.Organization, preview.Value.JobId, Stop);
        await store.RunJobsAsync();
        if ((await bulk.StateAsync(store.Organization, preview.Value.JobId, Stop)).Value.AuditId is { } audit)
            _receipts.Add((store.Organization, audit));
    }

    private async Task ReleaseMatchingAsync(Role role)
    {
        var service = store.As<ReleaseMatchingService>(role);
        var preview = await service.PreviewAsync(store.Organization, new() { Reason = (SuppressionReason)random.Next(5), Email = Pick(Domains) }, Stop);
        if (!preview.IsOk)
            return;
        var job = await service.StartAsync(store.Organization, preview.Value, Stop);
        await store.RunJobsAsync();
        var state = (await service.StateAsync(store.Organization, job.Value, Stop)).Value;
        (state.Released, state.Kept).Should().Be((preview.Value.Releasable, preview.Value.Guarded), "a preview says what happens");
        if (state.AuditId is { } audit)
            _receipts.Add((store.Organization, audit));
    }

    private async Task ImportAsync(Role role)
    {
        var rows = Enumerable.Range(0, 6).Select(_ => random.Next(3) == 0 ? DomainEdit() : EmailEdit())
            .Select(e => $"{e.Value},{e.Reason},{e.ExpiresAt:O},{string.Join(' ', e.Exceptions)}");
        var service = store.As<SuppressionImportService>(role);
        var file = new MemoryStream(Encoding.UTF8.GetBytes("email,reason,expires_at,exceptions\n" + string.Join('\n', rows)));
        var uploaded = await service.UploadAsync(store.Organization, "list.csv", file, Stop);
        if (!uploaded.IsOk)
            return;
        var preview = (await service.PreviewAsync(store.Organization, uploaded.Value, SuppressionReason.Manual, Stop)).Value;
        (await service.StartAsync(store.Organization, preview, SuppressionReason.Manual, Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();
        var done = (await service.LatestAsync(store.Organization, 1, Stop)).Value[0];
        (done.Counts with { Line = 0 }).Should().Be(preview.Counts, "a preview says what happens");
        if (done.AuditId is { } audit)
            _receipts.Add((store.Organization, audit));
    }
}
