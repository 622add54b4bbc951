using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Erasures;

/// <summary>Who was erased, as far as that can still be said, and the way back in for those who ask for it.</summary>
public sealed class ErasureListService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxLimit = 100, MaxReason = 500;

    private static readonly Problem NotFound = new("ERASURE_NOT_FOUND", "There is no such erasure.");

    /// <summary>Erasures, newest first; those older than <paramref name="before"/>.</summary>
    public async Task<Result<ErasureList>> ListAsync(OrganizationId organization, int limit, long? before, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Erase, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        limit = Math.Clamp(limit, 1, MaxLimit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var all = context.Erasures.AsNoTracking().Where(e => e.OrganizationId == organization.Value);
        var rows = await all.Where(e => before == null || e.Id < before).OrderByDescending(e => e.Id).Take(limit + 1).ToListAsync(cancellationToken);
        return new ErasureList([.. rows.Take(limit).Select(Row)], await all.LongCountAsync(cancellationToken), rows.Count > limit ? rows[limit - 1].Id : null);
    }

    /// <summary>
    /// Lets the person be entered again, by whoever knows the address. What blocks them stays in force until it is released in the usual way.
    /// <c>REASON_REQUIRED</c>: it goes on record.
    /// </summary>
    public async Task<Result<ChangeReceipt>> ReadmitAsync(OrganizationId organization, long erasureId, string? reason, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Erase, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (reason?.Trim() is not { Length: > 0 and <= MaxReason } why)
            return new Problem("REASON_REQUIRED", $"Say why, in at most {MaxReason} characters; without naming the person.") { Field = "reason" };
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var erasure = await context.Erasures.SingleOrDefaultAsync(e => e.OrganizationId == organization.Value && e.Id == erasureId, cancellationToken);
            if (erasure is null)
                return NotFound;
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.Readmitted, time.GetUtcNow(), cancellationToken, details: new { of = erasure.AuditId, reason = why });
            context.Erasures.Remove(erasure);
            await context.SaveChangesAsync(cancellationToken);
            return new ChangeReceipt(audit.Id, 1);
        }, cancellationToken);
    }

    private static ErasureRow Row(Erasure e) => new(e.Id, e.Channel == Channel.Phone, e.Domain, e.At, e.By, e.Hash[HashedAddress.Prefix.Length..e.Hash.LastIndexOf(':')]);
}
