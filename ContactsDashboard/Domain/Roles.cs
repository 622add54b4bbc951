namespace ContactsDashboard.Domain;

/// <summary>What somebody is in one organisation.</summary>
public enum Role
{
    Auditor = 0,
    Analyst = 1,
    Operator = 2,
    Support = 3,
    Admin = 4,
}

/// <summary>What a role, or an API key, is allowed to do; the services ask for these, never for a role.</summary>
[Flags]
public enum Permissions
{
    None = 0,
    ViewContacts = 1 << 0,
    Block = 1 << 1,
    Release = 1 << 2,
    ReleaseGuarded = 1 << 3,
    ImportMail = 1 << 4,
    ViewAudit = 1 << 5,
    ManageSettings = 1 << 6,
    ManageMembers = 1 << 7,
    ManageApiKeys = 1 << 8,
    ManageMailSources = 1 << 9,
    Check = 1 << 10,
    ViewSuppressions = 1 << 11,

    /// <summary>Takes rows out of the product as files.</summary>
    Export = 1 << 12,

    /// <summary>Keeps the platform level of the ledger; in the platform organisation only.</summary>
    ManagePlatform = 1 << 13,

    /// <summary>Creates contacts and changes what is entered about them.</summary>
    EditContacts = 1 << 14,

    /// <summary>Deletes contacts and restores them.</summary>
    DeleteContacts = 1 << 15,

    /// <summary>Keeps segments and who is in them.</summary>
    ManageSegments = 1 << 16,

    /// <summary>Defines additional fields and subscription categories.</summary>
    ManageFields = 1 << 20,

    /// <summary>Brings contacts in from files.</summary>
    ImportContacts = 1 << 28,

    /// <summary>Says what became of messages sent to contacts.</summary>
    RecordActivity = 1 << 17,

    /// <summary>Approves and rejects what others ask Support to do.</summary>
    DecideRequests = 1 << 26,

    /// <summary>Erases people for good, and readmits them.</summary>
    Erase = 1 << 25,

    /// <summary>Asks to be written to, and confirms it; no role's, but that of sign-up forms.</summary>
    SignUp = 1 << 24,
}

/// <summary>The one table that says what each role may do.</summary>
public static class RolePermissions
{
    private const Permissions Everyone = Permissions.ViewContacts | Permissions.ViewSuppressions | Permissions.ViewAudit | Permissions.Check;
    private const Permissions Analysing = Everyone | Permissions.Export | Permissions.ManageSegments;
    private const Permissions Operating = Analysing | Permissions.Block | Permissions.Release | Permissions.ImportMail
        | Permissions.EditContacts | Permissions.DeleteContacts | Permissions.RecordActivity | Permissions.ImportContacts;

    public static Permissions Of(Role role) => role switch
    {
        Role.Auditor => Everyone,
        Role.Analyst => Analysing,
        Role.Operator => Operating,
        Role.Support => Operating | Permissions.ReleaseGuarded | Permissions.DecideRequests,
        Role.Admin => Operating | Permissions.ReleaseGuarded | Permissions.DecideRequests | Permissions.ManageSettings | Permissions.ManageMembers
            | Permissions.ManageApiKeys | Permissions.ManageMailSources | Permissions.ManageFields | Permissions.Erase,
        _ => Permissions.None,
    };

    /// <summary>The roles that include a right, in the organisation that keeps the platform level or in any other.</summary>
    public static IReadOnlyList<Role> With(Permissions permission) =>
        [.. Enum.GetValues<Role>().Where(role => ((Of(role) | OfPlatform(role)) & permission) == permission)];

    /// <summary>What the role may do besides in the organisation that keeps the platform level.</summary>
    public static Permissions OfPlatform(Role role) => role is Role.Support or Role.Admin ? Permissions.ManagePlatform : Permissions.None;
}
