using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>A contact as the base has it, as far as an import needs it.</summary>
internal sealed record KnownContact(long Id, DateTimeOffset UpdatedAt)
{
    public Deletion? Deleted { get; init; }
    public long DeletedTicks { get; init; }
    public long? DeletedByAuditId { get; init; }

    /// <summary>It became part of another one, which undoing that would tear apart again.</summary>
    public bool IsMerged { get; init; }
    public long? EmailAddressId { get; init; }
    public string? Email { get; init; }
    public string? Domain { get; init; }
    public string? MailName { get; init; }
    public long? PhoneAddressId { get; init; }
    public string? Phone { get; init; }
    public string? ExternalId { get; init; }
    public string?[] Texts { get; init; } = [];

    public static KnownContact Read(RawStatement row)
    {
        var texts = new string?[ImportRow.Slots];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = row.Text(8 + i);
        var deleted = row.LongOrNull(1);
        return new(row.Long(0), new(row.Long(2), TimeSpan.Zero))
        {
            Deleted = deleted is { } ticks ? new(new(ticks, TimeSpan.Zero), row.Text(18) ?? "", row.Text(19)) : null, DeletedTicks = deleted ?? 0,
            DeletedByAuditId = row.LongOrNull(20), IsMerged = row.Long(21) == 1, EmailAddressId = row.LongOrNull(3), Email = row.Text(4), Domain = row.Text(22), MailName = row.Text(17),
            PhoneAddressId = row.LongOrNull(5), Phone = row.Text(6), ExternalId = row.Text(7), Texts = texts,
        };
    }
}
