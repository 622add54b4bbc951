using System.CommandLine;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Cli;

/// <summary>What the contacts page does, from the terminal.</summary>
internal static class LedgerCommands
{
    public static Command Contacts()
    {
        var (organization, json) = (Terminal.OrganizationOption(), Terminal.JsonOption());
        var search = new Option<string?>("--search") { Description = "Part of an e-mail address." };
        var status = new Option<ContactStatus>("--status") { Description = "all, blocked or active." };
        var limit = new Option<int>("--limit") { Description = "How many rows at most; all by default.", DefaultValueFactory = _ => int.MaxValue };
        var command = new Command("contacts", "Lists correspondents, last active first.") { organization, search, status, limit, json };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), (services, id) => ListAsync(
            services.GetRequiredService<ContactsService>(), id, new() { Search = result.GetValue(search), Status = result.GetValue(status), Limit = ContactsQuery.MaxLimit },
            result.GetValue(limit), result.GetValue(json), cancellationToken)));
        return command;
    }

    public static Command Check()
    {
        var (organization, json) = (Terminal.OrganizationOption(), Terminal.JsonOption());
        var addresses = new Argument<string[]>("addresses") { Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Asks the send gate; exit 1 when one is refused.") { addresses, organization, json };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), async (services, id) =>
        {
            var answer = await services.GetRequiredService<CheckService>().CheckAsync(id, result.GetRequiredValue(addresses), cancellationToken);
            if (!answer.IsOk)
                return await Terminal.FailAsync(answer.Problem!);
            if (result.GetValue(json))
                await TerminalJson.WriteAsync(answer.Value.Select(r => new { r.Recipient, r.Allowed, r.Code, r.Problem, entries = r.Entries.Select(Shown) }));
            foreach (var recipient in result.GetValue(json) ? [] : answer.Value)
                await Console.Out.WriteLineAsync($"{(recipient.Allowed ? "allowed" : "refused")}\t{recipient.Recipient}\t{Why(recipient)}".TrimEnd());
            return answer.Value.All(r => r.Allowed) ? Terminal.Done : Terminal.Partly;
        }));
        return command;
    }

    public static Command Block()
    {
        var (organization, json) = (Terminal.OrganizationOption(), Terminal.JsonOption());
        var targets = new Argument<string[]>("targets") { Description = "Addresses, or domains as @example.com, example.com or *.example.com.", Arity = ArgumentArity.OneOrMore };
        var note = new Option<string?>("--note");
        var command = new Command("block", "Blocks addresses and domains as manual.") { targets, organization, note, json };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), (services, id) => EachAsync(services,
            result.GetRequiredValue(targets), result.GetValue(json), async target =>
            {
                var blocks = services.GetRequiredService<BlockService>();
                var changed = EmailAddress.TryParse(target, out var email)
                    ? await blocks.BlockEmailAsync(id, email, result.GetValue(note), cancellationToken)
                    : await blocks.BlockDomainAsync(id, target, [], result.GetValue(note), cancellationToken);
                return changed.IsOk ? (true, "blocked") : (false, changed.Problem!.Message);
            }, cancellationToken)));
        return command;
    }

    public static Command Unblock()
    {
        var (organization, json) = (Terminal.OrganizationOption(), Terminal.JsonOption());
        var addresses = new Argument<string[]>("addresses") { Arity = ArgumentArity.OneOrMore };
        var domain = new Option<DomainRelease>("--domain") { Description = "Under a domain block: exempt the address (default), remove the block, or keep it." };
        var command = new Command("unblock", "Removes the own-level entries that block addresses.") { addresses, organization, domain, json };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), (services, id) => EachAsync(services,
            result.GetRequiredValue(addresses), result.GetValue(json), async text =>
            {
                if (!EmailAddress.TryParse(text, out var email))
                    return (false, "This is not an email address.");
                var released = await services.GetRequiredService<ReleaseService>().ReleaseAsync(id, email, result.GetValue(domain), cancellationToken);
                return !released.IsOk ? (false, released.Problem!.Message)
                    : released.Value.StillBlockedBy.Count > 0 ? (false, "released, and still blocked by another entry") : (true, "unblocked");
            }, cancellationToken)));
        return command;
    }

    private static async Task<int> EachAsync(IServiceProvider services, string[] targets, bool json, Func<string, Task<(bool Ok, string Outcome)>> act, CancellationToken cancellationToken)
    {
        var outcomes = new List<(string Target, bool Ok, string Outcome)>();
        foreach (var target in targets)
        {
            var (ok, outcome) = await act(target);
            outcomes.Add((target, ok, outcome));
        }
        // A wide change leaves work for filters and counters; a running server may take it first.
        await services.GetRequiredService<JobRunner>().RunQueuedAsync([JobKind.Restate], cancellationToken);
        if (json)
            await TerminalJson.WriteAsync(outcomes.Select(o => new { o.Target, o.Ok, o.Outcome }));
        foreach (var (target, _, outcome) in json ? [] : outcomes)
            await Console.Out.WriteLineAsync($"{target}\t{outcome}");
        return outcomes.TrueForAll(o => o.Ok) ? Terminal.Done : Terminal.Partly;
    }

    private static async Task<int> ListAsync(ContactsService contacts, OrganizationId organization, ContactsQuery query, int limit, bool json, CancellationToken cancellationToken)
    {
        var rows = new List<ContactRow>();
        for (ContactsQuery? next = query; next is not null && rows.Count < limit;)
        {
            var page = await contacts.ListAsync(organization, next, cancellationToken);
            if (!page.IsOk)
                return await Terminal.FailAsync(page.Problem!);
            rows.AddRange(page.Value.Rows);
            next = page.Value.NextCursor is { } cursor ? query with { Cursor = cursor } : null;
        }
        var shown = rows.Take(limit);
        if (json)
            await TerminalJson.WriteAsync(shown.Select(r => new
            {
                email = r.Email.Display, domain = r.Email.Domain.Value, r.Name, r.ThreadCount, r.LastActiveAt, status = r.IsBlocked ? "blocked" : "active",
                suppressions = r.Suppressions.Select(Shown),
            }));
        foreach (var row in json ? [] : shown)
            await Console.Out.WriteLineAsync($"{row.Email.Display}\t{row.ThreadCount}\t{row.LastActiveAt:yyyy-MM-ddTHH:mm:ssZ}\t{(row.IsBlocked ? "blocked" : "active")}");
        return Terminal.Done;
    }

    private static object Shown(LedgerEntry entry) => new { id = PublicId.Format(PublicId.Suppression, entry.Id), entry.Scope, entry.Value, entry.Reason, entry.Level };

    private static string? Why(CheckedRecipient recipient) => recipient.Entries.Count == 0 ? recipient.Code
        : string.Join(", ", recipient.Entries.Select(e => $"{e.Scope} {e.Value} {e.Reason}".ToLowerInvariant()));
}
