using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Erasures;

/// <summary>Whom to erase: a contact, or whoever an address or number is, contact or not.</summary>
public sealed record ErasureTarget(long? ContactId, string? Address)
{
    public static ErasureTarget Of(long contact) => new(contact, null);

    public static ErasureTarget Of(string address) => new(null, address);
}

/// <summary>One of the contacts that would go.</summary>
public sealed record ErasedContact(long Id, string Name, string Address, bool IsDeleted);

/// <summary>What erasing would take away, and what stays.</summary>
/// <param name="Confirm">What whoever asks types to confirm it.</param>
/// <param name="Contacts">All contacts that share an address or number with this one, and those they lead to; the first of them.</param>
/// <param name="Entries">Entries of the ledger in force, which stay under a hash.</param>
/// <param name="Copies">Replaced copies of the store in the data directory, which go with it.</param>
public sealed record ErasurePreview(string Confirm, IReadOnlyList<string> Addresses, IReadOnlyList<ErasedContact> Contacts, long ContactCount, long Entries,
    long Messages, long Activities, long Orders, int Copies)
{
    public const int Shown = 20;
}

/// <summary>The erasure as confirmed.</summary>
/// <param name="Confirmation">The preview's word, typed.</param>
/// <param name="AddEntry">Whether nobody is to write to them from now on.</param>
/// <param name="Contacts">How many were shown.</param>
public sealed record ErasureEdit(ErasureTarget Target, string? Confirmation, bool AddEntry, long Contacts);

/// <summary>An erasure that was started: nobody can take it back.</summary>
public sealed record ErasureReceipt(long JobId, long AuditId);

/// <summary>An erased address as far as anybody can still know it.</summary>
public sealed record ErasureRow(long Id, bool IsPhone, string Domain, DateTimeOffset At, string By, string Key);

/// <summary>Erasures, newest first.</summary>
public sealed record ErasureList(IReadOnlyList<ErasureRow> Rows, long Total, long? NextBefore);

/// <summary>How far an erasure is, in words.</summary>
internal sealed record EraseProgress(string Step);

/// <summary>An address of a person.</summary>
internal sealed record PersonAddress(Channel Channel, string Value, string? Spelling, string? Name)
{
    public SuppressionScope Scope => Channel == Channel.Phone ? SuppressionScope.Phone : SuppressionScope.Email;

    public string Domain => Value.LastIndexOf('@') is >= 0 and var at ? Value[(at + 1)..] : "";
}

/// <summary>Everything that is one person: addresses and contacts that lead to each other.</summary>
/// <param name="Names">How they are called, in full.</param>
internal sealed record Person(IReadOnlyList<PersonAddress> Addresses, IReadOnlyList<long> Contacts, IReadOnlyList<string> Names);

/// <summary>Erases a person, on record of an audit entry; forgets who it was when it is done.</summary>
internal sealed record EraseCommand(long AuditId, string By, bool AddEntry, Person? Person);
