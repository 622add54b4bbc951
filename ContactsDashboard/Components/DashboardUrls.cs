using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.MailReports;
using Microsoft.AspNetCore.WebUtilities;

namespace ContactsDashboard.Components;

/// <summary>Every address inside the dashboard is made here; the organisation is always named, so that a copied link opens the same one.</summary>
public static class DashboardUrls
{
    public const string ContactsPath = "/dashboard/contacts";

    public const string SignIn = "/account/sign-in";

    public static string Contacts(string organization) => With(ContactsPath, ("org", organization));

    /// <summary>The contacts page in exactly this state; defaults are left out.</summary>
    public static string Contacts(string organization, ContactsQuery query) => With(ContactsPath,
        ("org", organization),
        ("search", string.IsNullOrWhiteSpace(query.Search) ? null : query.Search.Trim()),
        ("status", query.Status == ContactStatus.All ? null : query.Status.ToString().ToLowerInvariant()),
        ("sort", query is { Sort: ContactSort.LastActive, Descending: true } ? null : SortText(query)),
        ("page", query.Cursor is null && !query.Last && query.Page > 1 ? query.Page.ToString(System.Globalization.CultureInfo.InvariantCulture) : query.Last ? "last" : null),
        ("cursor", query.Cursor));

    public const string NewContactPath = ContactsPath + "/new";

    public static string NewContact(string organization) => With(NewContactPath, ("org", organization));

    /// <summary>One contact's own page.</summary>
    public static string Profile(string organization, long contact) => With($"{ContactsPath}/{PublicId.Format(PublicId.Contact, contact)}", ("org", organization));

    public static string EditProfile(string organization, long contact) =>
        With($"{ContactsPath}/{PublicId.Format(PublicId.Contact, contact)}/edit", ("org", organization));

    public const string EventSourcesPath = "/dashboard/events";

    public const string AllContactsPath = "/dashboard/contacts/all";

    public const string DeletedPath = "/dashboard/contacts/deleted";

    /// <summary>All contacts, or Deleted, in exactly this state; defaults are left out.</summary>
    public static string AllContacts(string organization, AllContactsQuery query) => With(
        query.Segment is { } segment ? $"{SegmentsPath}/{PublicId.Format(PublicId.Segment, segment)}" : query.Deleted ? DeletedPath : AllContactsPath,
        [("org", organization), .. Filters(query), .. Order(query), ("page", query.Cursor is not null ? null : query.Last ? "last" : query.Page > 1 ? Number(query.Page) : null),
            ("cursor", query.Cursor)]);

    /// <summary>The part of it that a saved search keeps: what is searched for, and in which order.</summary>
    public static string AllContactsState(AllContactsQuery query) => With("", [.. Filters(query), .. Order(query)]).TrimStart('?');

    /// <summary>The page with a search that was saved.</summary>
    public static string AllContactsAt(string organization, bool deleted, string state) =>
        $"{With(deleted ? DeletedPath : AllContactsPath, ("org", organization))}&{state}";

    public const string BlacklistPath = "/dashboard/contacts/blacklist";

    /// <summary>The blacklist of the channel the query's rail is for, in exactly this state, with one contact's card open where it is named.</summary>
    public static string Blacklist(string organization, AllContactsQuery? query = null, long? card = null) => With(BlacklistPath,
        [("org", organization), ("channel", query?.Rail == ContactRail.PhoneBlacklisted ? "phone" : null), .. query is null ? [] : Filters(query with { Rail = ContactRail.None }),
            .. query is null ? [] : Order(query), ("page", query is null or { Cursor: not null } ? null : query.Last ? "last" : query.Page > 1 ? Number(query.Page) : null),
            ("cursor", query?.Cursor), ("card", card is { } open ? PublicId.Format(PublicId.Contact, open) : null)]);

    /// <summary>Reads what <see cref="Blacklist"/> wrote.</summary>
    public static AllContactsQuery ReadBlacklist(Func<string, string?> parameter) => ReadAllContacts(false, parameter) with
    {
        Rail = parameter("channel") == "phone" ? ContactRail.PhoneBlacklisted : ContactRail.EmailBlacklisted,
    };

    /// <summary>The list of contacts that shows a query: the blacklist, or All contacts and Deleted.</summary>
    public static string ContactBase(string organization, AllContactsQuery query, bool onBlacklist) =>
        onBlacklist ? Blacklist(organization, query) : AllContacts(organization, query);

    public const string DuplicatesPath = "/dashboard/contacts/duplicates";

    /// <summary>Duplicates in exactly this state, with one group open where an address is named; defaults are left out.</summary>
    public static string Duplicates(string organization, DuplicatesQuery? query = null, long? group = null) => With(DuplicatesPath, ("org", organization),
        ("channel", query is null or { Channel: DuplicateChannel.Email } ? null : Word<DuplicateChannel>(query.Channel)),
        ("page", query is null || query.Cursor is not null ? null : query.Last ? "last" : query.Page > 1 ? Number(query.Page) : null), ("cursor", query?.Cursor),
        ("group", group is { } open ? Number(open) : null));

    /// <summary>Reads what <see cref="Duplicates"/> wrote; whatever cannot be read falls back to its default.</summary>
    public static DuplicatesQuery ReadDuplicates(Func<string, string?> parameter) => new()
    {
        Channel = Choice<DuplicateChannel>(parameter("channel")) ?? DuplicateChannel.Email,
        Page = int.TryParse(parameter("page"), out var number) && number is >= 1 and <= ContactsQuery.MaxNumberedPages ? number : 1,
        Last = parameter("page") == "last", Cursor = Given(parameter("cursor")),
    };

    /// <summary>What the query finds as a file: addresses only, or all fields.</summary>
    public static string ContactsFile(string organization, AllContactsQuery query, bool allFields, bool spreadsheetSafe = true) => With(AllContactsPath + "/contacts.csv",
        [("org", organization), .. Filters(query), .. Order(query), ("deleted", query.Deleted ? "yes" : null),
            ("segment", query.Segment is { } segment ? PublicId.Format(PublicId.Segment, segment) : null), ("fields", allFields ? "all" : null),
            ("safe", spreadsheetSafe ? null : "no")]);

    public const string ImportPath = "/dashboard/import";

    /// <summary>Importing contacts; with a job, that file.</summary>
    public static string Import(string organization, long? job = null) =>
        With(ImportPath, ("org", organization), ("job", job is { } id ? PublicId.Format(PublicId.Job, id) : null));

    /// <summary>The rows an import of contacts rejected, as a file.</summary>
    public static string RejectedContacts(string organization, long job) =>
        With(ImportPath + "/rejected.csv", ("org", organization), ("job", PublicId.Format(PublicId.Job, job)));

    public const string ExportsPath = "/dashboard/exports";

    /// <summary>The files somebody asked for.</summary>
    public static string Exports(string organization) => With(ExportsPath, ("org", organization));

    /// <summary>One of them.</summary>
    public static string ExportFile(string organization, long job) =>
        With(ExportsPath + "/contacts.csv", ("org", organization), ("job", PublicId.Format(PublicId.Job, job)));

    /// <summary>Reads what <see cref="AllContacts"/> wrote; whatever cannot be read falls back to its default.</summary>
    public static AllContactsQuery ReadAllContacts(bool deleted, Func<string, string?> parameter)
    {
        var sort = Choice<AllContactsSort>(parameter("sort")?.TrimStart('-')) is { } known && (deleted || known != AllContactsSort.Deleted) ? known : (AllContactsSort?)null;
        return new()
        {
            Search = Given(parameter("search")), Filter = Given(parameter("q")), Rail = Choice<ContactRail>(parameter("rail")) ?? ContactRail.None, Deleted = deleted,
            Sort = sort ?? (deleted ? AllContactsSort.Deleted : AllContactsSort.Created), Descending = sort is null || parameter("sort")!.StartsWith('-'),
            Page = int.TryParse(parameter("page"), out var number) && number is >= 1 and <= ContactsQuery.MaxNumberedPages ? number : 1,
            Last = parameter("page") == "last", Cursor = Given(parameter("cursor")),
            Segment = PublicId.TryParse(PublicId.Segment, parameter("segment"), out var segment) ? segment : null,
        };
    }

    public const string SegmentsPath = "/dashboard/segments";

    public const string NewSegmentPath = SegmentsPath + "/new";

    /// <summary>The segments in exactly this state; defaults are left out.</summary>
    public static string Segments(string organization, SegmentsQuery? query = null) => With(SegmentsPath, ("org", organization), ("search", Given(query?.Search)),
        ("kind", Word(query?.Kind)), ("sort", query is null or { Sort: SegmentSort.Name, Descending: false } ? null : (query.Descending ? "-" : "") + Word<SegmentSort>(query.Sort)),
        ("page", query is null ? null : query.Last ? "last" : query.Page > 1 ? Number(query.Page) : null));

    /// <summary>Reads what <see cref="Segments"/> wrote; whatever cannot be read falls back to its default.</summary>
    public static SegmentsQuery ReadSegments(Func<string, string?> parameter) => new()
    {
        Search = Given(parameter("search")), Kind = Choice<SegmentKind>(parameter("kind")), Sort = Choice<SegmentSort>(parameter("sort")?.TrimStart('-')) ?? SegmentSort.Name,
        Descending = parameter("sort")?.StartsWith('-') == true, Last = parameter("page") == "last",
        Page = int.TryParse(parameter("page"), out var number) && number is >= 1 and <= ContactsQuery.MaxNumberedPages ? number : 1,
    };

    /// <summary>A new segment, with what is known of it filled in.</summary>
    public static string NewSegment(string organization, string? query = null, string? name = null) => With(NewSegmentPath, ("org", organization), ("q", query), ("name", name));

    /// <summary>One segment's contacts, with the job that fills it where one does.</summary>
    public static string Segment(string organization, long segment, long job = 0) => With($"{SegmentsPath}/{PublicId.Format(PublicId.Segment, segment)}", ("org", organization),
        ("job", job == 0 ? null : PublicId.Format(PublicId.Job, job)));

    public const string AnalyticsPath = "/dashboard/analytics";

    /// <summary>The analytics of a channel, with the structure of one slice open where one is named.</summary>
    public static string Analytics(string organization, ReachChannel channel = ReachChannel.Email, Reach? slice = null, int days = 0) => With(AnalyticsPath, ("org", organization),
        ("channel", channel == ReachChannel.Email ? null : Word<ReachChannel>(channel)), ("slice", slice is { } open ? Reaches.Word(open) : null), ("days", days == 0 ? null : Number(days)));

    private static (string, string?)[] Filters(AllContactsQuery query) =>
    [
        ("search", Given(query.Search)), ("q", Given(query.Filter)), ("rail", query.Rail == ContactRail.None ? null : Word<ContactRail>(query.Rail)),
    ];

    private static (string, string?)[] Order(AllContactsQuery query)
    {
        var usual = query.Deleted ? AllContactsSort.Deleted : AllContactsSort.Created;
        return [("sort", query.Sort == usual && query.Descending ? null : (query.Descending ? "-" : "") + Word<AllContactsSort>(query.Sort))];
    }

    public const string DeliverabilityPath = "/dashboard/deliverability";

    /// <summary>The suppression list in exactly this state; defaults are left out.</summary>
    public static string Deliverability(string organization, SuppressionsQuery? query = null) => With(DeliverabilityPath, [("org", organization), .. Filters(query ?? new()),
        ("page", query is { Before: null, Page: > 1 } ? Number(query.Page) : null), ("before", query?.Before is { } before ? Number(before) : null)]);

    /// <summary>The same, opened at the list: charts and warnings stand above it.</summary>
    public static string SuppressionList(string organization, SuppressionsQuery query) => $"{Deliverability(organization, query)}#{SuppressionListId}";

    public const string SuppressionListId = "suppressions";

    /// <summary>The list as a file.</summary>
    public static string SuppressionsFile(string organization, SuppressionsQuery query, bool spreadsheetSafe) =>
        With(DeliverabilityPath + "/suppressions.csv", [("org", organization), .. Filters(query), ("safe", spreadsheetSafe ? null : "no")]);

    /// <summary>What an import of suppressions rejected, as a file.</summary>
    public static string RejectedLines(string organization, long job) =>
        With(DeliverabilityPath + "/rejected.csv", ("org", organization), ("job", PublicId.Format(PublicId.Job, job)));

    public const string MailReportsPath = DeliverabilityPath + "/bounce-mail";

    /// <summary>Bounces and complaints that came by mail, in exactly this state; those nobody could verify by default.</summary>
    public static string MailReports(string organization, MailReportsQuery? query = null) => With(MailReportsPath, ("org", organization),
        ("state", query is null or { State: MailReportState.Unverified } ? null : query.State is { } state ? Word<MailReportState>(state) : "all"),
        ("about", query?.Kind is MailReportKind.Complaint ? "complaint" : query?.Class is { } one ? Word<BounceClass>(one) : null), ("search", query?.Search),
        ("before", query?.Before is { } before ? Number(before) : null));

    /// <summary>Reads what <see cref="MailReports"/> wrote; whatever cannot be read falls back to its default.</summary>
    public static MailReportsQuery ReadMailReports(string? state, string? about, string? search, string? before) => new()
    {
        State = state == "all" ? null : Enum.TryParse<MailReportState>(state, ignoreCase: true, out var asked) && Enum.IsDefined(asked) ? asked : MailReportState.Unverified,
        Kind = about == "complaint" ? MailReportKind.Complaint : null,
        Class = Enum.TryParse<BounceClass>(about?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var one) && Enum.IsDefined(one) ? one : null,
        Search = string.IsNullOrWhiteSpace(search) ? null : search,
        Before = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
    };

    public const string PlatformPath = "/dashboard/platform";

    /// <summary>The platform's entries in exactly this state.</summary>
    public static string Platform(string organization, SuppressionsQuery? query = null) => With(PlatformPath, [("org", organization),
        .. Filters((query ?? new()) with { Level = null }), ("page", query is { Page: > 1 } ? Number(query.Page) : null)]);

    public const string RequestsPath = "/dashboard/requests";

    /// <summary>Requests in exactly this state; defaults are left out.</summary>
    public static string Requests(string organization, RequestsQuery? query = null) => With(RequestsPath, ("org", organization),
        ("tab", query switch { null or { AtPlatform: false, IsWaiting: true } => null, { AtPlatform: true } => "platform", _ => "all" }),
        ("before", query?.Before is { } before ? PublicId.Format(PublicId.Request, before) : null));

    /// <summary>Reads what <see cref="Requests"/> wrote; whatever cannot be read falls back to its default.</summary>
    public static RequestsQuery ReadRequests(string? tab, string? before) => new()
    {
        AtPlatform = tab == "platform", IsWaiting = tab is "all" or "platform" ? null : true, Before = PublicId.TryParse(PublicId.Request, before, out var id) ? id : null,
    };

    /// <summary>One request.</summary>
    public static string Request(string organization, long request) => With($"{RequestsPath}/{PublicId.Format(PublicId.Request, request)}", ("org", organization));

    public static string Keys(string organization) => With("/dashboard/keys", ("org", organization));

    public static string Webhooks(string organization) => With("/dashboard/keys/webhooks", ("org", organization));

    public static string Mail(string organization) => With("/dashboard/mail", ("org", organization));

    public static string Activity(string organization, AuditQuery? query = null) => With("/dashboard/activity", [("org", organization), .. Filters(query ?? new())]);

    public static string ActivityFile(string organization, AuditQuery query) => With("/dashboard/activity/activity.csv", [("org", organization), .. Filters(query)]);

    public const string SignUpPath = "/s";

    public const string ConfirmPath = "/s/confirm";

    /// <summary>A sign-up form's public address.</summary>
    public static string SignUp(string token) => $"{SignUpPath}/{token}";

    /// <summary>The link of a confirmation mail.</summary>
    public static string ConfirmSignUp(string secret) => $"{ConfirmPath}/{secret}";

    /// <summary>Who was erased, and erasing somebody.</summary>
    public static string Erasure(string organization) => With("/dashboard/settings/erasure", ("org", organization));

    public static string Settings(string organization) => With("/dashboard/settings", ("org", organization));

    /// <summary>Reads what <see cref="Contacts(string, ContactsQuery)"/> wrote; whatever cannot be read falls back to its default.</summary>
    public static ContactsQuery ReadContacts(string? search, string? status, string? sort, string? page, string? cursor)
    {
        var descending = sort is null ? true : sort.StartsWith('-');
        var key = sort?.TrimStart('-').Replace("_", "", StringComparison.Ordinal);
        return new()
        {
            Search = search,
            Status = Enum.TryParse<ContactStatus>(status, ignoreCase: true, out var s) && Enum.IsDefined(s) ? s : ContactStatus.All,
            Sort = Enum.TryParse<ContactSort>(key, ignoreCase: true, out var k) && Enum.IsDefined(k) ? k : ContactSort.LastActive,
            Descending = descending,
            Page = int.TryParse(page, out var number) && number is >= 1 and <= ContactsQuery.MaxNumberedPages ? number : 1,
            Last = page == "last",
            Cursor = string.IsNullOrEmpty(cursor) ? null : cursor,
        };
    }

    /// <summary>Reads the filters <see cref="Deliverability"/> wrote; whatever cannot be read is left out.</summary>
    public static SuppressionsQuery ReadSuppressions(Func<string, string?> parameter) => new()
    {
        Reason = Choice<SuppressionReason>(parameter("reason")), Scope = Choice<SuppressionScope>(parameter("scope")), Level = Choice<SuppressionLevel>(parameter("level")),
        Source = Choice<SuppressionSource>(parameter("source")), Email = parameter("email"), Domain = parameter("domain"), Code = parameter("code"),
        Text = parameter("text"), CreatedAfter = Instant(parameter("after")), CreatedBefore = Instant(parameter("until")),
        Page = int.TryParse(parameter("page"), out var page) && page > 0 ? page : 1, Before = long.TryParse(parameter("before"), out var before) ? before : null,
    };

    /// <summary>Reads the filters <see cref="Activity"/> wrote.</summary>
    public static AuditQuery ReadActivity(Func<string, string?> parameter) => new()
    {
        Verbs = [.. (parameter("verbs") ?? "").Split(',').Select(Choice<AuditVerb>).OfType<AuditVerb>()], Path = Choice<AuditPath>(parameter("path")),
        Actor = parameter("actor"), Subject = parameter("subject"), After = Instant(parameter("after")), Until = Instant(parameter("until")),
    };

    private static (string, string?)[] Filters(SuppressionsQuery query) =>
    [
        ("reason", Word(query.Reason)), ("scope", Word(query.Scope)), ("level", Word(query.Level)), ("source", Word(query.Source)), ("email", Given(query.Email)),
        ("domain", Given(query.Domain)), ("code", Given(query.Code)), ("text", Given(query.Text)), ("after", Instant(query.CreatedAfter)), ("until", Instant(query.CreatedBefore)),
    ];

    private static (string, string?)[] Filters(AuditQuery query) =>
    [
        ("verbs", query.Verbs.Count == 0 ? null : string.Join(',', query.Verbs.Select(v => Word<AuditVerb>(v)))), ("path", Word(query.Path)), ("actor", Given(query.Actor)),
        ("subject", Given(query.Subject)), ("after", Instant(query.After)), ("until", Instant(query.Until)),
    ];

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Word<T>(T? value) where T : struct, Enum => value is { } known ? JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) : null;

    private static T? Choice<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string SortText(ContactsQuery query) => (query.Descending ? "-" : "") + query.Sort switch
    {
        ContactSort.Email => "email",
        ContactSort.Domain => "domain",
        ContactSort.Threads => "threads",
        _ => "last_active",
    };

    private static string With(string path, params (string Name, string? Value)[] query) => QueryHelpers.AddQueryString(path,
        query.Where(q => q.Value is not null).Select(q => KeyValuePair.Create(q.Name, q.Value)));
}
