using System.Buffers;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Whether one recipient may be written to, and what says no.</summary>
/// <param name="Problem">Why the recipient could not be looked up; it is then refused.</param>
public sealed record CheckedRecipient(string Recipient, bool Allowed, IReadOnlyList<LedgerEntry> Entries, string? Problem)
{
    public const string Suppressed = "SUPPRESSED";
    public const string NotConfirmed = "NOT_CONFIRMED";
    public const string OverLimit = "OVER_LIMIT";

    /// <summary>What says no, the strictest where there are several: one of the above, or the problem; null when it may be written to.</summary>
    public string? Code { get; init; } = Problem ?? (Entries.Count > 0 ? Suppressed : null);
}

/// <summary>The send gate's question: may these be written to? Anything unclear is a no.</summary>
public sealed class CheckService(IDbContextFactory<DashboardDbContext> contexts, AccessService access, TimeProvider time,
    ILogger<CheckService> log)
{
    public const int MaxRecipients = 10_000;

    // What is asked of the store for so many stays small; for all at once it would be of the size that every collection of memory waits for.
    private const int Step = 1_000;

    private static readonly SearchValues<char> PhoneCharacters = SearchValues.Create("0123456789 \u00a0-\u2011.()/+");

    public static readonly Problem Unavailable =
        new("CHECK_UNAVAILABLE", "This cannot be checked right now. Do not send; ask again in a moment.");

    /// <summary>
    /// Each recipient, an e-mail address or a phone number, in the order given. <c>CHECK_UNAVAILABLE</c> for all when the store cannot
    /// answer.
    /// </summary>
    public async Task<Result<IReadOnlyList<CheckedRecipient>>> CheckAsync(OrganizationId organization, IReadOnlyList<string> recipients,
        CancellationToken cancellationToken)
    {
        try
        {
            var allowed = await access.RequireAsync(organization, Permissions.Check, cancellationToken);
            return allowed.IsOk ? await AnswerAsync(allowed.Value, recipients, cancellationToken) : allowed.Problem!;
        }
        catch (Exception e) when (StoreFailure.Is(e) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            log.LogError("A check of {Count} recipients was not answered: {Failure}.", recipients.Count, StoreFailure.Describe(e));
            return Unavailable;
        }
    }

    private async Task<Result<IReadOnlyList<CheckedRecipient>>> AnswerAsync(OrganizationScope scope, IReadOnlyList<string> recipients,
        CancellationToken cancellationToken)
    {
        var (now, answers) = (time.GetUtcNow(), new List<CheckedRecipient>(recipients.Count));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        foreach (var some in recipients.Chunk(Step))
            answers.AddRange(await AnswerAsync(context, scope, some, now, cancellationToken));
        return answers;
    }

    private static async Task<IEnumerable<CheckedRecipient>> AnswerAsync(DashboardDbContext context, OrganizationScope scope, string[] recipients, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var (emails, phones) = (new EmailAddress?[recipients.Length], new PhoneNumber?[recipients.Length]);
        for (var i = 0; i < recipients.Length; i++)
        {
            if (IsPhone(recipients[i]))
                phones[i] = PhoneNumber.TryParse(recipients[i], scope.PhoneCountry, out var phone) ? phone : null;
            else
                emails[i] = EmailAddress.TryParse(recipients[i], out var email) ? email : null;
        }
        var byEmail = await LedgerReader.MatchAsync(context, scope.Id, [.. emails.OfType<EmailAddress>()], now, cancellationToken);
        var byPhone = await LedgerReader.MatchAsync(context, scope.Id, [.. phones.OfType<PhoneNumber>()], now, cancellationToken);
        var otherwise = await RefusedOtherwiseAsync(context, scope.Id, emails.OfType<EmailAddress>().Where(e => !byEmail.ContainsKey(e.Value)), cancellationToken);
        return recipients.Select((text, i) =>
            emails[i] is { } email ? Judge(text, byEmail.GetValueOrDefault(email.Value), otherwise.GetValueOrDefault(email.Value))
            : phones[i] is { } phone ? Judge(text, byPhone.GetValueOrDefault(phone.Value), null)
            : new CheckedRecipient(text, false, [], IsPhone(text) ? "INVALID_PHONE" : "INVALID_EMAIL"));
    }

    private static CheckedRecipient Judge(string text, List<LedgerEntry>? covering, string? otherwise) =>
        covering is not null ? new(text, false, covering, null) : new(text, otherwise is null, [], null) { Code = otherwise };

    // Who asks neither for confirmations nor for a limit pays one look-up for both.
    private static async Task<Dictionary<string, string>> RefusedOtherwiseAsync(DashboardDbContext context, OrganizationId organization, IEnumerable<EmailAddress> emails,
        CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        var used = (GateUses)await context.ScalarAsync(PlanLimitSql.GateUses, cancellationToken, ("@organization", organization.Value));
        if (used == GateUses.None)
            return refused;
        var values = JsonSerializer.Serialize(emails.Select(e => e.Value).Distinct());
        if (used.HasFlag(GateUses.Limit))
            await MarkAsync(PlanLimitSql.BeyondOf, CheckedRecipient.OverLimit);
        if (used.HasFlag(GateUses.Confirmation))
            await MarkAsync(PlanLimitSql.UnconfirmedOf, CheckedRecipient.NotConfirmed);
        return refused;

        async Task MarkAsync(string sql, string code)
        {
            foreach (var value in await context.QueryAsync(sql, row => row.GetString(0), cancellationToken, ("@organization", organization.Value), ("@values", values)))
                refused[value] = code;
        }
    }

    [Flags]
    private enum GateUses { None = 0, Limit = 1, Confirmation = 2 }

    /// <summary>What begins with + or is nothing but digits and phone punctuation; an @ makes it an address in any case.</summary>
    private static bool IsPhone(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty || trimmed.Contains('@'))
            return false;
        return trimmed[0] == '+' || trimmed.StartsWith("tel:", StringComparison.OrdinalIgnoreCase)
            || (!trimmed.ContainsAnyExcept(PhoneCharacters) && trimmed.ContainsAnyInRange('0', '9'));
    }
}
