using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Requests;

/// <summary>Freezes the addresses a request is about, in steps, while nobody sees the request yet.</summary>
internal sealed class RequestFiler(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AllContactsService contacts, TimeProvider time)
{
    private const int Chunk = 10_000;
    private const int SplitChunk = 2_000;

    public async Task<Problem?> FillAsync(OrganizationScope scope, SupportRequest request, RequestSubject subject, CancellationToken cancellationToken) => subject switch
    {
        RequestSubject.Named named => await FillNamedAsync(scope, request, named.Texts, cancellationToken),
        RequestSubject.InSegment segment => await FillSegmentAsync(scope, request, segment.Id, cancellationToken),
        RequestSubject.Selected { Contacts.Query: { } query } => await FillQueryAsync(scope, request, query, cancellationToken),
        RequestSubject.Selected { Contacts.Ids: { } ids } => await FillIdsAsync(scope, request, ids, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(subject)),
    };

    /// <summary>
    /// Moves what platform entries cover to a request of its own, for the platform's queue; what both levels cover is in both. Null where nothing is.
    /// </summary>
    public async Task<long?> SplitAsync(OrganizationScope scope, SupportRequest request, CancellationToken cancellationToken)
    {
        long? other = null;
        for (var after = 0L; ;)
        {
            var (seen, last, to) = await writer.WriteUnseenAsync(async context =>
            {
                var targets = await RequestTargets.PendingAsync(context, request, after, SplitChunk, time.GetUtcNow(), cancellationToken);
                var shared = targets.Where(t => t.Covering.Any(e => e.Level == SuppressionLevel.Platform)).ToList();
                var elsewhere = shared.Count == 0 ? other : other ?? await DraftForPlatformAsync(context, request, cancellationToken);
                await context.ExecuteAsync(RequestSql.CopyItems, cancellationToken, ("@request", request.Id), ("@to", elsewhere), ("@ids", Ids(shared)));
                var only = shared.Where(t => t.Covering.All(e => e.Level == SuppressionLevel.Platform));
                await context.ExecuteAsync(RequestSql.RemoveItems, cancellationToken, ("@request", request.Id), ("@ids", Ids(only)));
                return (targets.Count, targets.Count == 0 ? after : targets[^1].AddressId, elsewhere);
            }, cancellationToken);
            (after, other) = (last, to);
            if (seen < SplitChunk)
                return other;
        }
    }

    private static async Task<long> DraftForPlatformAsync(DashboardDbContext context, SupportRequest request, CancellationToken cancellationToken)
    {
        var draft = new SupportRequest
        {
            OrganizationId = request.OrganizationId, Kind = request.Kind, Channels = RequestChannels.Email, AtPlatform = true, SegmentId = request.SegmentId,
            Reason = request.Reason, ExistsConfirmed = request.ExistsConfirmed, UserId = request.UserId, AskedBy = request.AskedBy, CreatedAt = request.CreatedAt,
        };
        context.Requests.Add(draft);
        await context.SaveChangesAsync(cancellationToken);
        return draft.Id;
    }

    private async Task<Problem?> FillNamedAsync(OrganizationScope scope, SupportRequest request, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var named = texts.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct().ToList();
        if (named.Count is 0 or > RequestEdit.MaxNamed)
            return RequestProblems.Invalid("subject", $"Name 1 to {RequestEdit.MaxNamed:N0} addresses, phone numbers or contact ids, one a line.");
        var (contactIds, addressIds) = (new List<long>(), new List<long>());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var text in named)
        {
            if (PublicId.TryParse(PublicId.Contact, text, out var contact)
                && await context.Contacts.AnyAsync(c => c.OrganizationId == scope.Id.Value && c.Id == contact, cancellationToken))
            {
                contactIds.Add(contact);
                continue;
            }
            var (channel, value) = EmailAddress.TryParse(text, out var email) ? (Channel.Email, email.Value)
                : PhoneNumber.TryParse(text, scope.PhoneCountry, out var phone) ? (Channel.Phone, phone.Value) : (Channel.Email, text);
            if (!request.Channels.HasFlag(channel == Channel.Phone ? RequestChannels.Phone : RequestChannels.Email))
                return RequestProblems.Invalid("channels", $"Choose the channel of {text} too, or leave it out.", text);
            var address = await context.Addresses.Where(a => a.OrganizationId == scope.Id.Value && a.Channel == channel && a.Value == value)
                .Select(a => a.Id).SingleOrDefaultAsync(cancellationToken);
            if (address == 0)
                return RequestProblems.Invalid("subject", $"{text} is nobody among the contacts. Check the spelling, or leave it out.", text);
            addressIds.Add(address);
        }
        await FillIdsAsync(scope, request, contactIds, cancellationToken);
        await InsertAsync(RequestSql.InsertAddresses, scope, request, addressIds, cancellationToken);
        return null;
    }

    private async Task<Problem?> FillSegmentAsync(OrganizationScope scope, SupportRequest request, long segment, CancellationToken cancellationToken)
    {
        string? name;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            name = await context.Segments.Where(s => s.OrganizationId == scope.Id.Value && s.Id == segment).Select(s => s.Name).SingleOrDefaultAsync(cancellationToken);
        }
        if (name is null)
            return RequestProblems.Invalid("subject", "This segment is no longer there. Choose another.");
        var filter = FilterPrinter.Print(new Comparison("segment", new(FilterOperator.Is, [new TextValue(name)])));
        return await FillQueryAsync(scope, request, new() { Filter = filter }, cancellationToken);
    }

    private async Task<Problem?> FillQueryAsync(OrganizationScope scope, SupportRequest request, AllContactsQuery query, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            var ids = await contacts.IdsAsync(scope, query, after, Chunk, cancellationToken);
            if (!ids.IsOk)
                return ids.Problem;
            if (ids.Value.Count == 0)
                return null;
            after = ids.Value[^1];
            await FillIdsAsync(scope, request, ids.Value, cancellationToken);
        }
    }

    private async Task<Problem?> FillIdsAsync(OrganizationScope scope, SupportRequest request, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await InsertAsync(RequestSql.InsertContacts, scope, request, ids, cancellationToken);
        return null;
    }

    private async Task InsertAsync(string statement, OrganizationScope scope, SupportRequest request, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(Chunk))
        {
            await writer.WriteUnseenAsync(context => context.ExecuteAsync(statement, cancellationToken, ("@request", request.Id),
                ("@organization", scope.Id.Value), ("@channels", (int)request.Channels), ("@ids", JsonSerializer.Serialize(chunk))), cancellationToken);
        }
    }

    private static string Ids(IEnumerable<RequestTarget> targets) => JsonSerializer.Serialize(targets.Select(t => t.AddressId));
}
