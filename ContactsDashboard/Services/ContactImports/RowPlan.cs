using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>What becomes of one row, decided and not yet done.</summary>
internal sealed class RowPlan(ImportRow row, RowOutcome outcome)
{
    public ImportRow Row { get; } = row;

    public RowOutcome Outcome { get; set; } = outcome;

    /// <summary>Why not, or what changes.</summary>
    public string? Note { get; set; }

    public KnownContact? Contact { get; set; }

    /// <summary>Its e-mail address as the base has it, without an id where it has not; null where contacts are found by something else.</summary>
    public FoundAddress? Address { get; set; }

    /// <summary>An address it has was blocked before the import.</summary>
    public bool Blocked { get; set; }

    /// <summary>The row blocks its address: for a reason that is new (true) or known (false); null: it does not.</summary>
    public bool? AddsBlock { get; set; }

    /// <summary>Values it would have set and cannot, because of what others in the base have.</summary>
    public int Dropped { get; set; }

    /// <summary>The values of the contact afterwards.</summary>
    public string?[] Texts { get; set; } = [];

    public string? ExternalId { get; set; }

    public bool ChangesEmail { get; set; }

    public bool ChangesPhone { get; set; }

    /// <summary>Additional fields that change: which, from what, to what.</summary>
    public List<(MappedField Field, string? Before, FieldContent? After)> Fields { get; } = [];

    public List<long> Categories { get; } = [];

    public bool AddsTokens { get; set; }

    /// <summary>Names of what changes, with the values before and after.</summary>
    public List<(string Name, string? Before, string? After)> Changes { get; } = [];

    public bool IsTaken => Outcome is RowOutcome.New or RowOutcome.Updated or RowOutcome.Unchanged or RowOutcome.Restored;

    public ImportCounts CountedIn(ImportCounts counts) => counts.With(Outcome) with
    {
        Blocked = counts.Blocked + (IsTaken && Blocked ? 1 : 0), BlocksAdded = counts.BlocksAdded + (AddsBlock == true ? 1 : 0),
        BlocksJoined = counts.BlocksJoined + (AddsBlock == false ? 1 : 0), ValuesDropped = counts.ValuesDropped + (IsTaken ? Row.Dropped + Dropped : 0),
    };
}
