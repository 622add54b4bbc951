using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Api;

/// <summary>How a contact can be reached by one channel.</summary>
internal sealed record ChannelShown(
    [property: Description("In the spelling first seen.")] string Address,
    Standing Standing,
    [property: Description("Every entry that forbids writing to it, the decisive one first.")] IReadOnlyList<SuppressionBrief> Suppressions)
{
    public static ChannelShown? Of(ProfileChannel? channel) => channel is null ? null
        : new(channel.Address, channel.Standing, SuppressionBrief.Of(channel.Entries));
}

/// <summary>A list or category a contact is in.</summary>
internal sealed record SegmentBrief(string Id, string Name, SegmentKind Kind);

/// <summary>A contact's value of an additional field.</summary>
internal sealed record FieldValueShown(string Key, string Label, FieldType Type,
    [property: Description("As text: 12.5, 2026-11-21, true.")] string Value);

/// <summary>What a contact bought.</summary>
internal sealed record OrdersShown(long Count, decimal Total, string Currency, DateTimeOffset? LastAt);

/// <summary>Who confirmed the owner's consent, and when it was given.</summary>
internal sealed record ConsentShown(DateTimeOffset At, string? By);

/// <summary>Who deleted a contact, when and why.</summary>
internal sealed record DeletionShown(DateTimeOffset At, string By, string? Reason);

/// <summary>Everything entered and collected about a contact.</summary>
internal sealed record ProfileShown
{
    public required string Id { get; init; }

    [Description("First and last name, else the name mail gave the address; empty where there is none.")]
    public required string Name { get; init; }

    public required string? FirstName { get; init; }

    public required string? LastName { get; init; }

    public required ChannelShown? Email { get; init; }

    public required ChannelShown? Phone { get; init; }

    [Description("What another system knows the contact by.")]
    public required string? ExternalId { get; init; }

    public required string? Language { get; init; }

    public required string? TimeZone { get; init; }

    public required string? Street { get; init; }

    public required string? City { get; init; }

    public required string? Region { get; init; }

    public required string? PostalCode { get; init; }

    public required string? Country { get; init; }

    [Description("Lists and subscription categories.")]
    public required IReadOnlyList<SegmentBrief> Segments { get; init; }

    public required IReadOnlyList<FieldValueShown> Fields { get; init; }

    public required IReadOnlyList<TokenShown> Tokens { get; init; }

    public required OrdersShown Orders { get; init; }

    [Description("How the contact takes to email, 0 to 100.")]
    public required int Rating { get; init; }

    [Description("In how many conversations the address took part.")]
    public required int ThreadCount { get; init; }

    public required CreationMethod Source { get; init; }

    public required ConsentShown? Consent { get; init; }

    public required DeletionShown? Deleted { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [Description("The last edit; sent with a change it is refused when somebody else made one since.")]
    public required DateTimeOffset UpdatedAt { get; init; }

    public static ProfileShown Of(Profile profile) => new()
    {
        Id = PublicId.Format(PublicId.Contact, profile.Id), Name = profile.Name, FirstName = profile.Entered.FirstName, LastName = profile.Entered.LastName,
        Email = ChannelShown.Of(profile.Email), Phone = ChannelShown.Of(profile.Phone), ExternalId = profile.Entered.ExternalId, Language = profile.Entered.Language,
        TimeZone = profile.Entered.TimeZone, Street = profile.Entered.Street, City = profile.Entered.City, Region = profile.Entered.Region,
        PostalCode = profile.Entered.PostalCode, Country = profile.Entered.Country,
        Segments = [.. profile.Segments.Select(s => new SegmentBrief(PublicId.Format(PublicId.Segment, s.Id), s.Name, s.Kind))],
        Fields = [.. profile.Fields.Where(f => profile.Entered.Fields.ContainsKey(f.Key))
            .Select(f => new FieldValueShown(f.Key, f.Label, f.Type, profile.Entered.Fields[f.Key]))],
        Tokens = [.. profile.Tokens.Select(t => new TokenShown(PublicId.Format(PublicId.Token, t.Id), t.Kind, t.Value, t.CreatedAt))],
        Orders = new(profile.Orders.Count, profile.Orders.Cents / 100m, profile.Orders.Currency, profile.Orders.LastAt), Rating = profile.Rating,
        ThreadCount = profile.Email?.Threads ?? 0, Source = profile.Source, CreatedAt = profile.CreatedAt, UpdatedAt = profile.UpdatedAt,
        Consent = profile.ConsentAt is { } at ? new(at, profile.ConsentBy) : null,
        Deleted = profile.Deleted is { } gone ? new(gone.At, gone.By, gone.Reason) : null,
    };
}

/// <summary>A contact that was created or changed.</summary>
internal sealed record ContactChangedData(
    string ContactId,
    [property: Description("By which it can be undone; null when nothing was different.")] string? AuditId,
    [property: Description("Entries that forbid writing to its addresses now.")] IReadOnlyList<SuppressionBrief> Suppressions)
{
    public static ContactChangedData Of(ProfileChange change) => new(PublicId.Format(PublicId.Contact, change.ContactId),
        change.AuditId is { } audit ? PublicId.Format(PublicId.Audit, audit) : null,
        SuppressionBrief.Of([.. change.EmailBlockedBy, .. change.PhoneBlockedBy]));
}

/// <summary>A contact that was restored.</summary>
internal sealed record ContactRestoredData(string ContactId, [property: Description("By which it can be undone.")] string AuditId);
