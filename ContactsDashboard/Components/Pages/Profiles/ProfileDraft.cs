using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Components.Pages.Profiles;

/// <summary>A profile while somebody types.</summary>
public sealed class ProfileDraft
{
    private ProfileEdit _shown = new();

    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public string? ExternalId { get; set; }
    public string? Language { get; set; }
    public string? TimeZone { get; set; }
    public string? Street { get; set; }
    public string? City { get; set; }
    public string? Region { get; set; }
    public string? PostalCode { get; set; }
    public string? Country { get; set; }
    public HashSet<long> Categories { get; private set; } = [];
    public Dictionary<string, string> Fields { get; private set; } = [];

    /// <summary>Something is typed that is not saved.</summary>
    public bool IsDirty => ProfileValues.Differing(_shown, ToEdit()).Count > 0;

    public static ProfileDraft Of(ProfileEdit shown)
    {
        var draft = new ProfileDraft { _shown = shown };
        draft.Fill(shown);
        return draft;
    }

    /// <summary>What is entered; what is empty is left out.</summary>
    public ProfileEdit ToEdit() => new()
    {
        FirstName = Text(FirstName), LastName = Text(LastName), Email = Text(Email), Phone = Text(Phone), ExternalId = Text(ExternalId), Language = Text(Language), TimeZone = Text(TimeZone),
        Street = Text(Street), City = Text(City), Region = Text(Region), PostalCode = Text(PostalCode), Country = Text(Country), Categories = [.. Categories],
        Fields = Fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)).ToDictionary(f => f.Key, f => f.Value.Trim()),
    };

    /// <summary>
    /// Goes on from what somebody else made of the profile meanwhile: what was typed here stays, the rest is theirs. The names of values both changed.
    /// </summary>
    public IReadOnlyList<string> Rebase(ProfileEdit theirs)
    {
        var merged = ProfileValues.Merge(_shown, ToEdit(), theirs);
        var (values, typed) = (ProfileValues.Of(merged.Entered), ProfileValues.Of(ToEdit()));
        foreach (var name in merged.Conflicts)
        {
            if (typed.TryGetValue(name, out var text))
                values[name] = text;
            else
                values.Remove(name);
        }
        _shown = theirs;
        Fill(ProfileValues.ToEdit(values));
        return merged.Conflicts;
    }

    private void Fill(ProfileEdit edit)
    {
        (FirstName, LastName, Email, Phone, ExternalId) = (edit.FirstName, edit.LastName, edit.Email, edit.Phone, edit.ExternalId);
        (Language, TimeZone) = (edit.Language, edit.TimeZone);
        (Street, City, Region, PostalCode, Country) = (edit.Street, edit.City, edit.Region, edit.PostalCode, edit.Country);
        (Categories, Fields) = ([.. edit.Categories], edit.Fields.ToDictionary());
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
