using ContactsDashboard.Components.Shared;

namespace ContactsDashboard.Components.Layout;

/// <summary>What the frame around every dashboard page shows: who is here, for which organisation, in which time zone.</summary>
public sealed record Shell
{
    public required string UserName { get; init; }

    public required string Email { get; init; }

    public required string RoleName { get; init; }

    public required string OrganizationName { get; init; }

    public required string OrganizationSlug { get; init; }

    public IReadOnlyList<OrganizationLink> Organizations { get; init; } = [];

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Counts shown beside navigation entries, by path.</summary>
    public IReadOnlyDictionary<string, long> NavCounts { get; init; } = new Dictionary<string, long>();

    /// <summary>Answers what is typed into the command palette beyond its own entries, contacts for example.</summary>
    public Func<string, CancellationToken, Task<IReadOnlyList<PaletteItem>>>? Search { get; init; }

    /// <summary>Reads name, time zone and role again after they were changed.</summary>
    public Func<Task>? Refresh { get; init; }

    /// <summary>The path with the organisation named, so that a new tab opens the same one.</summary>
    public string Link(string path) =>
        Organizations.Count < 2 ? path : $"{path}{(path.Contains('?') ? '&' : '?')}org={Uri.EscapeDataString(OrganizationSlug)}";

    /// <summary>One or two letters that stand for the user.</summary>
    public string Initials => string.Concat(UserName.Split([' ', '.', '@'], StringSplitOptions.RemoveEmptyEntries)
        .Take(2).Select(word => char.ToUpperInvariant(word[0])));
}

/// <summary>An organisation the user may switch to.</summary>
public sealed record OrganizationLink(string Name, string Slug);
