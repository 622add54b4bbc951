using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Blacklist;

/// <summary>Why a contact is on the blacklist of a channel, and what put it there before.</summary>
/// <param name="Entries">Everything in force that covers the address, the decisive first.</param>
/// <param name="Ended">What covered it once, the latest first.</param>
public sealed record BlacklistCard(BaseRow Contact, SuppressionScope Channel, IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<EndedEntry> Ended)
{
    public string Address => (Channel == SuppressionScope.Phone ? Contact.Phone : Contact.Email?.Display) ?? Contact.Label;

    public Standing Standing => Channel == SuppressionScope.Phone ? Contact.PhoneStanding : Contact.EmailStanding;
}

/// <summary>An entry that is in force no more.</summary>
/// <param name="By">Who ended it; null when its time was over.</param>
public sealed record EndedEntry(LedgerEntry Entry, DateTimeOffset At, string? By);

/// <summary>How many contacts are on each blacklist, counted again.</summary>
/// <param name="Mended">How many standings and counts were not what they should be, and are now.</param>
public sealed record RecountReport(long Email, long Phone, IReadOnlyList<MendedPart> Mended);

/// <summary>What was off, how often.</summary>
public sealed record MendedPart(RecountPart Part, long Count);

/// <summary>What is derived and counted again.</summary>
public enum RecountPart { Addresses = 0, Contacts = 1, Counts = 2 }

/// <summary>How a recount stands; the report comes with its end.</summary>
public sealed record RecountState(long JobId, JobState State, long Done, long Total, RecountReport? Report, string? Error)
{
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}

internal sealed record RecountCommand;

/// <summary>How far a recount is: the last ids that were looked at.</summary>
internal sealed record RecountProgress(long Address, long Contact, long LastAddress, long LastContact, long MendedAddresses, long MendedContacts, RecountReport? Report);
