using ContactsDashboard.Domain;
using ContactsDashboard.Services.ContactImports;

namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about files of contacts.</summary>
internal static class TransferCalls
{
    private const string Imports = "Imports";
    private const string Exports = "Exports";
    private const string Rights = "Besides `contacts:write` to restore deleted contacts and to define fields, `segments:write` for lists, `suppressions:write` where columns say who is blocked.";

    private static ApiParameter Flag(string name, string purpose) => new(name, purpose) { Choices = ["true", "false"] };

    public static readonly ApiCall Add = new(Imports, "addImport", "Import a file",
        "Reads the whole file and counts what importing it would do; with `dryRun: false` and the owners' consent the import follows. Both run in the background: ask how it stands by its id. "
        + "Send large files as text/csv, with everything else as query parameters (`map` may be repeated). An import never lifts a block.")
    {
        Scopes = ["transfers"], ScopesNote = Rights, Body = typeof(ImportBody), OtherTypes = ["text/csv", "text/tab-separated-values"],
        Query =
        [
            new("fileName", "What people call the file."), new("map", "COLUMN=FIELD, as in the body."), ApiParameter.Choice<UniqueField>("unique", "By what contacts are recognised."),
            Flag("clearEmpty", "An empty cell clears what is there."), Flag("keepRows", "Keep a row without a value that cannot be read."), Flag("restoreDeleted", "Deleted contacts come back."),
            ApiParameter.Choice<SuppressionReason>("reason", "Every row's address is blocked for it."), Flag("dryRun", "false: import right after the dry run."), new("consent", "true: the owners of the data agreed."),
        ],
        Example = """{ "fileName": "customers.csv", "csv": "email,first name\nann@example.com,Ann\n", "dryRun": false, "consent": { "confirmed": true } }""",
        Answers = [new(202, typeof(ImportShown), "It is being read.")],
        OwnErrors = ["CONSENT_REQUIRED", "INVALID_CUSTOM_FIELD", "QUOTA_EXCEEDED"], IsIdempotent = true,
    };

    public static readonly ApiCall ListImports = new(Imports, "listImports", "List imports", "The latest, newest first.")
    {
        Scopes = ["contacts:read"], Query = [ApiParameter.Limit], Answers = [new(200, typeof(ImportsData), "The imports.")],
    };

    public static readonly ApiCall FindImport = new(Imports, "getImport", "Look at an import", "How far it is, what the dry run counted, and what was done.")
    {
        Scopes = ["contacts:read"], Answers = [new(200, typeof(ImportShown), "The import.")], OwnErrors = ["JOB_NOT_FOUND"],
    };

    public static readonly ApiCall Apply = new(Imports, "applyImport", "Import what a dry run counted", "Takes the owners' consent. What is done equals what was counted, unless the contacts change meanwhile.")
    {
        Scopes = ["transfers"], ScopesNote = Rights, Body = typeof(ConsentBody), Example = """{ "confirmed": true }""",
        Answers = [new(202, typeof(ImportShown), "It is being imported.")], OwnErrors = ["JOB_NOT_FOUND", "CONSENT_REQUIRED", "NOT_READY"], IsIdempotent = true,
    };

    public static readonly ApiCall Rejected = new(Imports, "getRejectedRows", "Fetch rejected rows", "As text/csv: each row as it stood, and why it was rejected, to be mended and sent again. Kept for seven days.")
    {
        Scopes = ["transfers"], Answers = [new(200, null, "The rows, as text/csv.")], OwnErrors = ["JOB_NOT_FOUND"],
    };

    public static readonly ApiCall Cancel = new(Imports, "cancelImport", "Stop an import", "After the rows at work; what was done stays, and can be undone.")
    {
        Scopes = ["transfers"], Answers = [new(204, null, "It stops, or has come to its end.")], OwnErrors = ["JOB_NOT_FOUND"],
    };

    public static readonly ApiCall Start = new(Exports, "startExport", "Export contacts", "Makes a CSV file in the background; it is kept for seven days, for the key that asked for it.")
    {
        Scopes = ["transfers"], Body = typeof(ExportBody), Example = """{ "q": "status:active", "allFields": true }""",
        Answers = [new(202, typeof(ExportShown), "It is being made.")], OwnErrors = ["QUOTA_EXCEEDED"], IsIdempotent = true,
    };

    public static readonly ApiCall ListExports = new(Exports, "listExports", "List exports", "The key's own files, newest first.")
    {
        Scopes = ["transfers"], Answers = [new(200, typeof(ExportsData), "The files.")],
    };

    public static readonly ApiCall FindExport = new(Exports, "getExport", "Look at an export", "How far it is, and until when it is kept.")
    {
        Scopes = ["transfers"], Answers = [new(200, typeof(ExportShown), "The file.")], OwnErrors = ["JOB_NOT_FOUND"],
    };

    public static readonly ApiCall Download = new(Exports, "downloadExport", "Fetch an exported file", "As text/csv.")
    {
        Scopes = ["transfers"], Answers = [new(200, null, "The file, as text/csv.")], OwnErrors = ["JOB_NOT_FOUND"],
    };

    public static readonly ApiCall DeleteExport = new(Exports, "deleteExport", "Delete an exported file", "Before its time, or while it is being made.")
    {
        Scopes = ["transfers"], Answers = [new(204, null, "It is gone.")], OwnErrors = ["JOB_NOT_FOUND"],
    };
}
