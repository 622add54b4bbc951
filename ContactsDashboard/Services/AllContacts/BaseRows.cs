using System.Data.Common;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Reads the rows of contacts that were found, each with its standing as the ledger has it at this moment.</summary>
internal static class BaseRows
{
    public static async Task<List<BaseRow>> ReadAsync(DashboardDbContext context, OrganizationScope scope, (long Created, long Id)? planEnd, IReadOnlyList<long> ids,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await context.QueryAsync(AllContactsSql.Rows, ReadRow, cancellationToken,
            ("@organization", scope.Id.Value), ("@ids", JsonSerializer.Serialize(ids)));
        var emails = await LedgerReader.MatchAsync(context, scope.Id, [.. rows.Select(r => r.Email).OfType<EmailAddress>()], now, cancellationToken);
        var phones = await LedgerReader.MatchAsync(context, scope.Id, [.. rows.Select(r => PhoneOf(r)).OfType<PhoneNumber>()], now, cancellationToken);
        return rows.ConvertAll(row => WithStanding(row, planEnd,
            row.Email is null ? [] : emails.GetValueOrDefault(row.Email.Value) ?? [], row.Phone is null ? [] : phones.GetValueOrDefault(row.Phone) ?? []));
    }

    private static BaseRow WithStanding(BaseRow row, (long Created, long Id)? planEnd, List<LedgerEntry> email, List<LedgerEntry> phone)
    {
        var overLimit = row.DeletedAt is null && planEnd is { } end && (row.CreatedAt.UtcTicks, row.Id).CompareTo(end) > 0;
        return row with
        {
            EmailEntries = email, PhoneEntries = phone,
            EmailStanding = row.Email is null ? Standing.None : Standings.OfEmail(email.Select(e => e.ToRule()), row.Confirmation, overLimit),
            PhoneStanding = row.Phone is null ? Standing.None : Standings.OfPhone(phone.Select(e => e.ToRule())),
        };
    }

    private static PhoneNumber? PhoneOf(BaseRow row) => PhoneNumber.TryParse(row.Phone, "", out var phone) ? phone : null;

    private static BaseRow ReadRow(Row row) => new()
    {
        Id = row.GetInt64(0),
        EmailAddressId = row.IsDBNull(1) ? null : row.GetInt64(1),
        Email = row.IsDBNull(2) ? null : EmailAddress.TryParse(row.TextOrNull(3) ?? row.GetString(2), out var email) ? email
            : throw new InvalidDataException($"Contact {row.GetInt64(0)} has no readable e-mail address."),
        Confirmation = row.IsDBNull(4) ? Confirmation.NotAsked : (Confirmation)row.GetInt32(4),
        Phone = row.TextOrNull(6),
        CreationMethod = (CreationMethod)row.GetInt32(7),
        CreatedAt = row.Instant(8),
        UpdatedAt = row.Instant(9),
        Rating = row.GetInt32(10),
        Name = row.TextOrNull(11),
        DeletedAt = row.InstantOrNull(12),
        DeletedBy = row.TextOrNull(13),
        DeletedReason = row.TextOrNull(14),
    };
}
