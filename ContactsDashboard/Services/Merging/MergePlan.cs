using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Services.Merging;

/// <summary>Whose values are kept when contacts become one.</summary>
internal static class MergePlan
{
    private const string Category = "category:";

    private const string ExternalId = "externalId";

    /// <summary>What the contact that stays has then: each value as chosen, subscription categories of all of them.</summary>
    public static ProfileEdit Entered(IReadOnlyList<MergeCandidate> contacts, MergeChoice choice)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, held) in Held(contacts))
        {
            var kept = choice.Values.TryGetValue(name, out var of) ? held.Find(v => v.ContactId == of) : held[0];
            if (kept is not null)
                values[name] = kept.Text;
        }
        // Another system's number for a contact goes with that contact: no two have the same, and who is merged may come back.
        values.Remove(ExternalId);
        return ProfileValues.ToEdit(values) with { ExternalId = contacts.Single(c => c.Id == choice.SurvivorId).Entered.ExternalId };
    }

    /// <summary>The values they do not agree on.</summary>
    public static IReadOnlyList<MergeField> Differing(IReadOnlyList<MergeCandidate> contacts, ProfileContext known) =>
    [
        .. Held(contacts).Where(h => !h.Key.StartsWith(Category, StringComparison.Ordinal) && h.Key != ExternalId && h.Value.DistinctBy(v => v.Text).Skip(1).Any())
            .Select(h => new MergeField(h.Key, ProfileValues.LabelOf(h.Key, known), h.Value)),
    ];

    // By name, the values of whoever has one, the last edited first.
    private static Dictionary<string, List<MergeValue>> Held(IReadOnlyList<MergeCandidate> contacts) =>
        contacts.OrderByDescending(c => c.Row.UpdatedAt).ThenByDescending(c => c.Id)
            .SelectMany(c => ProfileValues.Of(c.Entered).Select(v => (Name: v.Key, Value: new MergeValue(c.Id, v.Value))))
            .GroupBy(v => v.Name, v => v.Value).ToDictionary(g => g.Key, g => g.ToList());
}
