using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.ApiKeys;

/// <summary>What keys may be allowed to do, in the words of the API.</summary>
public static class ApiScopes
{
    public static readonly IReadOnlyDictionary<string, Permissions> All = new Dictionary<string, Permissions>
    {
        ["contacts:read"] = Permissions.ViewContacts,
        ["contacts:write"] = Permissions.EditContacts | Permissions.DeleteContacts | Permissions.ManageFields,
        ["segments:read"] = Permissions.ViewContacts,
        ["segments:write"] = Permissions.ManageSegments,
        ["suppressions:read"] = Permissions.ViewSuppressions,
        ["suppressions:write"] = Permissions.Block | Permissions.Release,
        ["suppressions:release"] = Permissions.ReleaseGuarded,
        ["check"] = Permissions.Check,
        ["messages:write"] = Permissions.ImportMail,
        ["events:write"] = Permissions.RecordActivity,
        ["transfers"] = Permissions.ViewContacts | Permissions.Export | Permissions.ImportContacts,
        ["audit:read"] = Permissions.ViewAudit,
    };

    public static Permissions PermissionsOf(IEnumerable<string> scopes) =>
        scopes.Aggregate(Permissions.None, (granted, scope) => granted | All.GetValueOrDefault(scope));
}
