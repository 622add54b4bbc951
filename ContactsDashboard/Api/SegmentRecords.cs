using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Segments;

namespace ContactsDashboard.Api;

/// <summary>A page of segments.</summary>
internal sealed record SegmentsData(IReadOnlyList<SegmentShown> Segments, Pagination Pagination);

/// <summary>A segment.</summary>
internal sealed record SegmentShown(string Id, string Name, SegmentKind Kind,
    [property: Description("The smart search of a dynamic segment; null for others.")] string? Query,
    [property: Description("Contacts in it that are not deleted; null for a dynamic one, which is counted when its contacts are listed.")] long? ContactCount,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SegmentShown Of(SegmentRow row) =>
        new(PublicId.Format(PublicId.Segment, row.Id), row.Name, row.Kind, row.Query, row.Members, row.CreatedAt, row.UpdatedAt);
}

/// <summary>What a new segment is.</summary>
internal sealed record SegmentBody(
    [property: Required, MaxLength(SegmentService.MaxName)] string? Name,
    [property: AllowedValues("list", "dynamic", null), Description("list when left out.")] string? Kind,
    [property: Description("The smart search of a dynamic segment.")] string? Query);

/// <summary>What is to be changed of a segment.</summary>
internal sealed record SegmentPatch([property: MaxLength(SegmentService.MaxName)] string? Name, string? Query);

/// <summary>A page of a segment's contacts.</summary>
internal sealed record SegmentContactsData(IReadOnlyList<SegmentContactShown> Contacts, Pagination Pagination);

/// <summary>A contact of a segment.</summary>
internal sealed record SegmentContactShown(string ContactId, string? Email, Standing EmailStanding, string? Phone, Standing PhoneStanding, string? Name,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int Rating)
{
    public static SegmentContactShown Of(BaseRow row) => new(PublicId.Format(PublicId.Contact, row.Id), row.Email?.Display, row.EmailStanding, row.Phone, row.PhoneStanding,
        row.Name, row.CreatedAt, row.UpdatedAt, row.Rating);
}

/// <summary>Who is to be put into a list.</summary>
internal sealed record SegmentContactsBody([property: Required, Description("Ids of contacts, at most 1,000.")] IReadOnlyList<string?>? Contacts);

/// <summary>What became of them.</summary>
internal sealed record SegmentContactsAdded(int Added, int AlreadyIn,
    [property: Description("Left out: another contact with the same e-mail address is in the list.")] int SameEmail,
    int NotFound,
    [property: Description("By which it can be undone; null when nobody was added.")] string? AuditId)
{
    public static SegmentContactsAdded Of(MembersChanged done) =>
        new(done.Changed, done.AlreadySo, done.SameEmail, done.NotFound, done.AuditId is { } audit ? PublicId.Format(PublicId.Audit, audit) : null);
}
