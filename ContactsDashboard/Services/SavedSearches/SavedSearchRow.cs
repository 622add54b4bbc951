namespace ContactsDashboard.Services.SavedSearches;

/// <summary>A search somebody kept, as its menu shows it.</summary>
/// <param name="Query">The page's own query string.</param>
public sealed record SavedSearchRow(long Id, string Name, string Query, bool IsShared, bool IsMine);
