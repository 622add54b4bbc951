using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Merging;

/// <summary>One of the contacts that could become one.</summary>
/// <param name="Orders">What it would bring along, as the counts that follow.</param>
public sealed record MergeCandidate(BaseRow Row, ProfileEdit Entered, long Orders, long Activities, long Tokens)
{
    public long Id => Row.Id;

    /// <summary>How one line names it.</summary>
    public string Title => string.IsNullOrWhiteSpace(Row.Name) ? Row.Label : Row.Name;
}

/// <summary>A value that at least two of them have, and not the same.</summary>
/// <param name="Values">Of whoever has one, the one that is kept by default first.</param>
public sealed record MergeField(string Name, string Label, IReadOnlyList<MergeValue> Values);

/// <summary>A value and the contact it is of.</summary>
public sealed record MergeValue(long ContactId, string Text);

/// <summary>An address that none of the contacts would have any more, and how it stands: in the ledger it stays as it is.</summary>
public sealed record DroppedAddress(SuppressionScope Channel, string Address, Standing Standing);

/// <summary>The contacts as they are, the earliest first, and what has to be chosen.</summary>
public sealed record MergePreview(IReadOnlyList<MergeCandidate> Contacts, IReadOnlyList<MergeField> Fields)
{
    /// <summary>The earliest stays, with the latest values.</summary>
    public MergeChoice Proposed => new(Contacts[0].Id, Contacts.ToDictionary(c => c.Id, c => c.Row.UpdatedAt), new Dictionary<string, long>());

    /// <summary>The same for some of them.</summary>
    public MergePreview Of(IReadOnlyCollection<long> ids) => new([.. Contacts.Where(c => ids.Contains(c.Id))],
        [.. Fields.Select(f => f with { Values = [.. f.Values.Where(v => ids.Contains(v.ContactId))] }).Where(f => f.Values.DistinctBy(v => v.Text).Skip(1).Any())]);

    /// <summary>Which addresses a choice leaves behind.</summary>
    public IReadOnlyList<DroppedAddress> Dropped(MergeChoice choice)
    {
        var kept = MergePlan.Entered(Contacts, choice);
        var emails = Contacts.Where(c => c.Row.Email is { } email && email.Value != kept.Email).DistinctBy(c => c.Row.Email!.Value)
            .Select(c => new DroppedAddress(SuppressionScope.Email, c.Row.Email!.Display, c.Row.EmailStanding));
        var phones = Contacts.Where(c => c.Row.Phone is { } phone && phone != kept.Phone).DistinctBy(c => c.Row.Phone)
            .Select(c => new DroppedAddress(SuppressionScope.Phone, c.Row.Phone!, c.Row.PhoneStanding));
        return [.. emails, .. phones];
    }
}

/// <summary>What is to be done.</summary>
/// <param name="SurvivorId">The contact that stays.</param>
/// <param name="Shown">All of them, each with its last edit as it was shown.</param>
/// <param name="Values">By a value's name whose is kept; without one, the value of whoever was edited last and has one.</param>
public sealed record MergeChoice(long SurvivorId, IReadOnlyDictionary<long, DateTimeOffset> Shown, IReadOnlyDictionary<string, long> Values)
{
    public const int MaxContacts = 10;

    public IEnumerable<long> Others => Shown.Keys.Where(id => id != SurvivorId);
}

/// <summary>Contacts that became one.</summary>
public sealed record MergeReceipt(ChangeReceipt Change, IReadOnlyList<DroppedAddress> Dropped);
