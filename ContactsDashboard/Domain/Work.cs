namespace ContactsDashboard.Domain;

/// <summary>Through which door a change came.</summary>
public enum AuditPath { Dashboard = 0, Api = 1, Terminal = 2, System = 3, Form = 4 }

/// <summary>What was done, in the words of the domain.</summary>
public enum AuditVerb
{
    BlockedEmail = 0,
    BlockedDomain = 1,
    BlockedMany = 2,
    Released = 3,
    ReleasedMany = 4,
    Exempted = 5,
    AddedSuppression = 6,
    DeletedSuppression = 7,
    Undid = 8,
    ImportedMail = 9,
    AddedRule = 10,
    RemovedRule = 11,
    ChangedSettings = 12,
    AddedMailSource = 13,
    RemovedMailSource = 14,
    CreatedApiKey = 15,
    RevokedApiKey = 16,
    AddedMember = 17,
    ChangedMember = 18,
    RemovedMember = 19,
    CreatedOrganization = 20,
    AddedMany = 21,
    ChangedSuppression = 22,
    AddedPlatform = 23,
    DeletedPlatform = 24,
    ReleasedMatching = 25,
    Exported = 26,
    DeletedContacts = 27,
    AddedToSegments = 28,
    CreatedSegment = 29,
    CreatedContact = 30,
    EditedContact = 31,
    DeletedContact = 32,
    RestoredContact = 33,
    AddedField = 34,
    ChangedField = 35,
    DeletedField = 36,
    AddedCategory = 37,
    RenamedCategory = 38,
    DeletedCategory = 39,
    SignedUp = 45,
    ConfirmedSignUp = 46,
    CreatedSignUpForm = 47,
    ClosedSignUpForm = 48,
    ReopenedSignUpForm = 49,
    ChangedPlan = 50,
    RecordedOrders = 51,
    AddedToken = 52,
    RemovedToken = 53,
    RecordedActivity = 54,
    RemovedDuplicates = 60,
    Erased = 61,
    Readmitted = 62,
    BlacklistedByRequest = 67,
    UnsubscribedByRequest = 68,
    ReactivatedByRequest = 69,
    ReactivatedAtPlatform = 70,
    FiledRequest = 71,
    ClosedRequest = 72,
    DeclinedProposal = 73,
    ChangedProposals = 74,
    RestoredContacts = 75,
    MergedContacts = 76,
    RecountedContacts = 77,
    RenamedSegment = 90,
    ChangedSegment = 91,
    DeletedSegment = 92,
    RemovedFromSegment = 93,
}

public enum JobKind { ImportMail = 0, BulkBlock = 1, BulkRelease = 2, Restate = 3, ApplyRules = 4, ImportSuppressions = 5, ReleaseMatching = 6, Undo = 7,
    DeleteContacts = 8, AddToSegments = 9, RemoveDuplicates = 10, Erase = 11,
    CarryOutRequest = 14, CarryOutPlatformRequest = 15, RestoreContacts = 16, Recount = 17, RemoveFromSegment = 50, FillSegment = 51 }

public enum JobState { Previewed = 0, Queued = 1, Running = 2, Done = 3, Failed = 4, Cancelled = 5 }

/// <summary>What became of one address or contact of a bulk action.</summary>
public enum BulkOutcome
{
    Pending = 0, Done = 1, AlreadySo = 2, Guarded = 3, Platform = 4, UnderDomain = 5, Gone = 6,

    /// <summary>Its standing is none of those that bulk deletion is for.</summary>
    NotDeletable = 7,

    /// <summary>Another contact with the same e-mail address is in the list already.</summary>
    SameEmail = 8,

    /// <summary>It shares its address with nobody any more, or is the one that stays.</summary>
    NoDuplicate = 20,

    /// <summary>Something was lifted, and something else still blocks it.</summary>
    Partly = 25,

    /// <summary>It was blocked again after the one who decided had looked.</summary>
    BlockedSince = 26,

    /// <summary>It was merged into another contact: undoing that brings it back with everything it had.</summary>
    Merged = 29,
}

public enum MailSourceKind { Upload = 0, Terminal = 1, Api = 2, Maildir = 3 }

public enum DerivationRuleKind { OwnDomain = 0, Pattern = 1 }
