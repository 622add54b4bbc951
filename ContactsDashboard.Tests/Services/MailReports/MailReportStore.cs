using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.MailReports;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.MailReports;

/// <summary>A store spoken to in the words of reports that come by mail.</summary>
internal static class MailReportStore
{
    /// <summary>An organisation that sends from acme.example.</summary>
    public static async Task<TestStore> SendingAsync()
    {
        var store = await CreateAsync();
        await store.OwnDomainAsync("acme.example");
        return store;
    }

    public static async Task OwnDomainAsync(this TestStore store, string domain) =>
        (await store.As<DerivationRuleService>(new SystemActor()).AnswerOwnDomainsAsync(store.Organization, [domain], Stop)).IsOk.Should().BeTrue();

    /// <summary>"address class state", newest first, with a star where it made or joined an entry.</summary>
    public static async Task<List<string>> ReportsAsync(this TestStore store) =>
        (await store.As<MailReportService>(Role.Operator).ListAsync(store.Organization, new() { Limit = 100 }, Stop)).Value.Rows
            .Select(r => $"{r.Recipient ?? "?"} {MailReportWords.Class(r)} {MailReportWords.State(r.State)}{(r.SuppressionId is null ? "" : "*")}").ToList();

    public static async Task<long> ReportAsync(this TestStore store) =>
        (await store.As<MailReportService>(Role.Operator).ListAsync(store.Organization, new(), Stop)).Value.Rows.Single().Id;

    /// <summary>"address reason" of all entries in force.</summary>
    public static async Task<List<string>> LedgerAsync(this TestStore store) =>
        (await store.As<SuppressionListService>(Role.Operator).ListAsync(store.Organization, new() { Limit = 100 }, Stop)).Value.Rows
            .Select(r => $"{r.Value} {r.Reason}").Order(StringComparer.Ordinal).ToList();
}
