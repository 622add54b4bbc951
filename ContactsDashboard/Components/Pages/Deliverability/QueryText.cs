using System.Globalization;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>A filter in words, part by part; each part knows the filter without it.</summary>
internal sealed record QueryPart(string Label, string Value, SuppressionsQuery Without)
{
    /// <summary>Every part of the filter but the search, which has its own field.</summary>
    public static IEnumerable<QueryPart> Of(SuppressionsQuery query, TimeZoneInfo zone)
    {
        query = query with { Page = 1, Before = null };
        if (query.Scope is { } scope)
            yield return new("Scope", LedgerText.Of(scope), query with { Scope = null });
        if (query.Level is { } level)
            yield return new("Level", LedgerText.Of(level), query with { Level = null });
        if (query.Source is { } source)
            yield return new("Source", LedgerText.Of(source), query with { Source = null });
        if (Given(query.Domain) is { } domain)
            yield return new("Domain", domain, query with { Domain = null });
        if (Given(query.Code) is { } code)
            yield return new("SMTP code", $"{code}…", query with { Code = null });
        if (Given(query.Text) is { } text)
            yield return new("Diagnostic", $"“{text}”", query with { Text = null });
        if (query.CreatedAfter is { } after)
            yield return new("Since", At(after, zone), query with { CreatedAfter = null });
        if (query.CreatedBefore is { } before)
            yield return new("Until", At(before, zone), query with { CreatedBefore = null });
    }

    /// <summary>The whole filter, the search and the reason included.</summary>
    public static IEnumerable<QueryPart> All(SuppressionsQuery query, TimeZoneInfo zone)
    {
        if (query.Reason is { } reason)
            yield return new("Reason", LedgerText.Of(reason), query with { Reason = null });
        if (Given(query.Email) is { } email)
            yield return new("Contains", $"“{email}”", query with { Email = null });
        foreach (var part in Of(query, zone))
            yield return part;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string At(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
