using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Api;

/// <summary>Block, block the domain, unblock: what the row of a contact offers.</summary>
internal static class ContactActionsApi
{
    public static async Task<IResult> BlockAsync(HttpContext http, BlockService blocks, CancellationToken cancellationToken)
    {
        var (body, dryRun, problem) = await ReadAsync(http, ApiJson.Api.BlockBody, cancellationToken);
        if ((problem ?? NoteProblem(body!.Note)) is { } wrong)
            return Envelope.Fail(http, wrong);
        if (!EmailAddress.TryParse(body!.Email, out var email))
            return Envelope.Fail(http, InvalidEmail(body.Email));
        var organization = DashboardApi.OrganizationOf(http);
        var done = dryRun ? new Result<ChangeReceipt>() : await blocks.BlockEmailAsync(organization, email, body.Note, cancellationToken);
        if (!done.IsOk)
            return Envelope.Fail(http, done.Problem!);
        var now = await blocks.PreviewEmailAsync(organization, email, cancellationToken);
        if (!now.IsOk)
            return Envelope.Fail(http, now.Problem!);
        var outcome = !dryRun ? "blocked" : now.Value.WouldBlock ? "would_block" : "already_suppressed";
        return Envelope.Ok(http, new BlockedData(dryRun, email.Value, outcome, Audit(dryRun ? null : done.Value), Entry(dryRun ? null : done.Value),
            SuppressionBrief.Of(now.Value.CoveredBy)));
    }

    public static async Task<IResult> BlockDomainAsync(HttpContext http, BlockService blocks, CancellationToken cancellationToken)
    {
        var (body, dryRun, problem) = await ReadAsync(http, ApiJson.Api.BlockDomainBody, cancellationToken);
        if ((problem ?? NoteProblem(body!.Note)) is { } wrong)
            return Envelope.Fail(http, wrong);
        var domain = DomainOf(body!);
        var exceptions = domain.IsOk ? ExceptionsOf(body!, domain.Value) : domain.Problem!;
        if (!exceptions.IsOk)
            return Envelope.Fail(http, exceptions.Problem!);
        var organization = DashboardApi.OrganizationOf(http);
        if (dryRun)
        {
            var preview = await blocks.PreviewDomainAsync(organization, domain.Value, cancellationToken);
            return preview.IsOk
                ? Envelope.Ok(http, new BlockedDomainData(true, domain.Value, preview.Value.AlreadyBlocked ? "already_suppressed" : "would_block", null, null,
                    new(preview.Value.Addresses, preview.Value.NotYetBlocked, preview.Value.RecentlyActive, preview.Value.IsFreeMail)))
                : Envelope.Fail(http, preview.Problem!);
        }
        var done = await blocks.BlockDomainAsync(organization, domain.Value, exceptions.Value, body!.Note, cancellationToken);
        return done.IsOk
            ? Envelope.Ok(http, new BlockedDomainData(false, domain.Value, "blocked", Audit(done.Value), Entry(done.Value), null))
            : Envelope.Fail(http, done.Problem!);
    }

    public static async Task<IResult> UnblockAsync(HttpContext http, ReleaseService releases, CancellationToken cancellationToken)
    {
        var (body, dryRun, problem) = await ReadAsync(http, ApiJson.Api.UnblockBody, cancellationToken);
        if (problem is not null)
            return Envelope.Fail(http, problem);
        if (!EmailAddress.TryParse(body!.Email, out var email))
            return Envelope.Fail(http, InvalidEmail(body.Email));
        if (DomainReleaseOf(body.Domain) is not { } domains)
            return Envelope.Fail(http, new("VALIDATION_ERROR", "domain must be exempt, remove or keep.") { Field = "domain", Value = body.Domain });
        var organization = DashboardApi.OrganizationOf(http);
        if (dryRun)
        {
            var preview = await releases.PreviewAsync(organization, email, cancellationToken);
            return preview.IsOk ? Envelope.Ok(http, UnblockedData.Of(preview.Value)) : Envelope.Fail(http, preview.Problem!);
        }
        var done = await releases.ReleaseAsync(organization, email, domains, cancellationToken);
        return done.IsOk ? Envelope.Ok(http, UnblockedData.Of(email, done.Value)) : Envelope.Fail(http, done.Problem!);
    }

    private static async Task<(T? Body, bool DryRun, Problem? Problem)> ReadAsync<T>(HttpContext http, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
        CancellationToken cancellationToken) where T : class
    {
        var parameters = new ApiParameters(http.Request);
        var dryRun = parameters.Choice("dryRun", ("true", true), ("false", false)) ?? false;
        var body = await ApiBody.ReadAsync(http, type, cancellationToken);
        return body.IsOk ? (body.Value, dryRun, parameters.Problem) : (null, dryRun, body.Problem);
    }

    private static Result<string> DomainOf(BlockDomainBody body)
    {
        if (body is { Domain: not null, Email: not null } or { Domain: null, Email: null })
            return new Problem("VALIDATION_ERROR", "Send either email or domain.") { Field = body.Email is null ? "email" : "domain" };
        if (body.Email is null)
        {
            var domain = SuppressionValue.Parse(SuppressionScope.Domain, body.Domain, "");
            return domain.IsOk ? domain : domain.Problem! with { Field = "domain" };
        }
        return EmailAddress.TryParse(body.Email, out var email) ? email.Domain.Value : InvalidEmail(body.Email);
    }

    private static Result<List<EmailAddress>> ExceptionsOf(BlockDomainBody body, string domain)
    {
        var exceptions = new List<EmailAddress>();
        foreach (var text in body.Exceptions ?? [])
        {
            if (!EmailAddress.TryParse(text, out var email) || !Suppression.CoversDomain(domain, email.Domain.Value))
                return new Problem("VALIDATION_ERROR", $"An exception must be an address at {domain}.") { Field = "exceptions", Value = text };
            exceptions.Add(email);
        }
        return exceptions;
    }

    private static DomainRelease? DomainReleaseOf(string? text) => text switch
    {
        null or "exempt" => DomainRelease.Exempt,
        "remove" => DomainRelease.Remove,
        "keep" => DomainRelease.Keep,
        _ => null,
    };

    private static Problem InvalidEmail(string? text) => new("INVALID_EMAIL", "This is not an email address.") { Field = "email", Value = text };

    private static Problem? NoteProblem(string? note) => note?.Length > SuppressionEdit.MaxNote
        ? new("VALIDATION_ERROR", $"A note may have at most {SuppressionEdit.MaxNote} characters.") { Field = "note" }
        : null;

    private static string? Audit(ChangeReceipt? change) => change is null ? null : PublicId.Format(PublicId.Audit, change.AuditId);

    private static string? Entry(ChangeReceipt? change) => change?.SuppressionId is { } id ? PublicId.Format(PublicId.Suppression, id) : null;
}
