using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Tokens;

namespace ContactsDashboard.Api;

/// <summary>The devices a contact can be reached at.</summary>
internal static class TokensApi
{
    public static async Task<IResult> AddAsync(HttpContext http, string id, TokenService tokens, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.TokenBody, cancellationToken);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        if (body.Value.Kind switch { "mobile" => TokenKind.Mobile, "push" => TokenKind.Push, _ => (TokenKind?)null } is not { } kind)
            return Envelope.Fail(http, new("VALIDATION_ERROR", "kind must be mobile or push.") { Field = "kind", Value = body.Value.Kind });
        if (!PublicId.TryParse(PublicId.Contact, id, out var contact))
            return Envelope.Fail(http, ContactIntake.NotFound);
        var added = await tokens.AddAsync(DashboardApi.OrganizationOf(http), contact, kind, body.Value.Value ?? "", cancellationToken);
        if (!added.IsOk)
            return Envelope.Fail(http, added.Problem!);
        var shown = TokenShown.Of(added.Value.Token);
        if (!added.Value.IsNew)
            return Envelope.Ok(http, shown);
        http.Response.Headers.Location = $"{http.Request.Path}/{shown.Id}";
        return Envelope.Ok(http, shown, StatusCodes.Status201Created);
    }

    public static async Task<IResult> RemoveAsync(HttpContext http, string id, string tokenId, TokenService tokens,
        CancellationToken cancellationToken)
    {
        // An id that is none is nobody's: the service says so, to those it speaks to.
        var contact = PublicId.TryParse(PublicId.Contact, id, out var c) ? c : 0;
        var token = PublicId.TryParse(PublicId.Token, tokenId, out var t) ? t : 0;
        var removed = await tokens.RemoveAsync(DashboardApi.OrganizationOf(http), contact, token, cancellationToken);
        return removed.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, removed.Problem!);
    }
}

/// <summary>A device's token, as sent.</summary>
internal sealed record TokenBody(
    [property: Required, AllowedValues("mobile", "push"),
        Description("mobile: an app's own push service. push: a browser's.")] string? Kind,
    [property: Required, MaxLength(TokenService.MaxLength)] string? Value);

/// <summary>A device a contact can be reached at.</summary>
internal sealed record TokenShown(string Id, TokenKind Kind, string Value, DateTimeOffset CreatedAt)
{
    public static TokenShown Of(TokenRow row) => new(PublicId.Format(PublicId.Token, row.Id), row.Kind, row.Value, row.CreatedAt);
}
