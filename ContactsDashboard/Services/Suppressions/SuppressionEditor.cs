using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>An allowed change of an entry.</summary>
/// <param name="Added">Addresses exempt from now on.</param>
/// <param name="Removed">Addresses exempt no more.</param>
internal sealed record EntryChange(string? Note, bool ChangesNote, DateTimeOffset? ExpiresAt, bool ChangesExpiry, IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed)
{
    public bool ChangesAnything => ChangesNote || ChangesExpiry || Added.Count + Removed.Count > 0;

    /// <summary>For the audit; personal values stay in the rows it refers to.</summary>
    public object Facts => new { note = ChangesNote, expiresAt = ChangesExpiry ? ExpiresAt : null, expiry = ChangesExpiry, exempted = Added.Count, exemptNoMore = Removed.Count };
}

/// <summary>Changes what may be changed of an entry in force.</summary>
internal static class SuppressionEditor
{
    public static Result<EntryChange> Check(SuppressionEntry entry, SuppressionChangeEdit edit, OrganizationScope scope, DateTimeOffset now)
    {
        if (edit.Note?.Length > SuppressionEdit.MaxNote)
            return new Problem("VALIDATION_ERROR", $"A note may have at most {SuppressionEdit.MaxNote} characters.") { Field = "note" };
        if (edit is { ChangesExpiry: true, ExpiresAt: { } expiry } && expiry <= now)
            return new Problem("VALIDATION_ERROR", "The expiry must be in the future.") { Field = "expiresAt", Value = $"{expiry:O}" };
        var exempt = entry.Exceptions.Where(e => e.RemovedByAuditId is null).Select(e => e.Value).ToHashSet(StringComparer.Ordinal);
        var wanted = edit.Exceptions is null ? exempt.ToList() : SuppressionEdits.Exceptions(entry.Scope, entry.Value, edit.Exceptions);
        if (!wanted.IsOk)
            return wanted.Problem!;
        var note = string.IsNullOrWhiteSpace(edit.Note) ? null : edit.Note.Trim();
        var change = new EntryChange(note, edit.Note is not null && note != entry.Note, edit.ExpiresAt, edit.ChangesExpiry && edit.ExpiresAt != entry.ExpiresAt,
            [.. wanted.Value.Where(v => !exempt.Contains(v))], [.. exempt.Except(wanted.Value)]);
        var isShorter = change.ChangesExpiry && edit.ExpiresAt is { } until && (entry.ExpiresAt is null || until < entry.ExpiresAt);
        if ((isShorter || change.Added.Count > 0) && SuppressionProblems.WhyNotReleasable(SuppressionRows.ToEntry(entry), scope.Permissions) is { } why)
            return SuppressionProblems.Guarded with { Message = why, Field = isShorter ? "expiresAt" : "exceptions" };
        return change;
    }

    /// <summary>A new expiry is a claim in place of all that stood, so that undoing the change gives each of them back.</summary>
    public static void Apply(DashboardDbContext context, SuppressionEntry entry, EntryChange change, string label, long auditId)
    {
        if (change.ChangesNote || change.ChangesExpiry)
            context.SuppressionChanges.Add(new()
            {
                SuppressionId = entry.Id, AuditId = auditId, NoteBefore = entry.Note, NoteAfter = change.ChangesNote ? change.Note : entry.Note,
                ExpiredBefore = entry.ExpiresAt, ExpiresAfter = change.ChangesExpiry ? change.ExpiresAt : entry.ExpiresAt,
            });
        if (change.ChangesNote)
            entry.Note = change.Note;
        if (change.ChangesExpiry)
        {
            foreach (var claim in entry.Claims.Where(c => c.RemovedByAuditId is null))
                claim.RemovedByAuditId = auditId;
            entry.Claims.Add(new() { AuditId = auditId, ClaimedBy = label, ExpiresAt = change.ExpiresAt });
            entry.ExpiresAt = change.ExpiresAt;
        }
        foreach (var value in change.Added)
            entry.Exceptions.Add(new() { Value = value, AuditId = auditId });
        foreach (var exception in entry.Exceptions.Where(e => e.RemovedByAuditId is null && change.Removed.Contains(e.Value)))
            exception.RemovedByAuditId = auditId;
    }

    /// <summary>Takes a change back; false when somebody changed part of it since, which then stays.</summary>
    public static bool Revert(SuppressionEntry entry, SuppressionChange? change, long auditId, long undoId)
    {
        var isWhole = true;
        if (change is not null && change.NoteBefore != change.NoteAfter)
        {
            isWhole = entry.Note == change.NoteAfter;
            entry.Note = isWhole ? change.NoteBefore : entry.Note;
        }
        if (entry.Claims.Where(c => c.RemovedByAuditId == auditId).ToList() is { Count: > 0 } replaced)
        {
            if (entry.Claims.Find(c => c.AuditId == auditId && c.RemovedByAuditId is null) is { } ours)
            {
                ours.RemovedByAuditId = undoId;
                replaced.ForEach(c => c.RemovedByAuditId = null);
                entry.ExpiresAt = Ledger.LatestExpiry(entry.Claims);
            }
            else
                isWhole = false;
        }
        foreach (var exception in entry.Exceptions.Where(e => e.AuditId == auditId && e.RemovedByAuditId is null))
            exception.RemovedByAuditId = undoId;
        foreach (var exception in entry.Exceptions.Where(e => e.RemovedByAuditId == auditId))
        {
            if (entry.Exceptions.Exists(e => e.Value == exception.Value && e.RemovedByAuditId is null))
                isWhole = false;
            else
                exception.RemovedByAuditId = null;
        }
        return isWhole;
    }
}
