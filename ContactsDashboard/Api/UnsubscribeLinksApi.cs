using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Unsubscribes;

namespace ContactsDashboard.Api;

/// <summary>The links and headers by which recipients of a mailing unsubscribe.</summary>
internal static class UnsubscribeLinksApi
{
    private const long MaxBytes = 16 << 20;

    public static async Task<IResult> MakeAsync(HttpContext http, UnsubscribeService unsubscribes, PublicAddress address, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.UnsubscribeLinksBody, cancellationToken, MaxBytes);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        if (body.Value.Recipients is not { Count: > 0 and <= UnsubscribeService.MaxRecipients } recipients)
            return Envelope.Fail(http, new("VALIDATION_ERROR", $"recipients must be an array of 1 to {UnsubscribeService.MaxRecipients:N0} addresses.") { Field = "recipients" });
        long? category = body.Value.Category is null ? null : PublicId.TryParse(PublicId.Segment, body.Value.Category, out var id) ? id : 0;
        var links = await unsubscribes.LinksAsync(DashboardApi.OrganizationOf(http), [.. recipients.Select(r => r ?? "")], category, cancellationToken);
        return links.IsOk ? Envelope.Ok(http, new UnsubscribeLinksData([.. links.Value.Select(l => UnsubscribeLinkShown.Of(l, address))])) : Envelope.Fail(http, links.Problem!);
    }
}

/// <summary>Whom a mailing goes to.</summary>
internal sealed record UnsubscribeLinksBody(
    [property: Required, Length(1, UnsubscribeService.MaxRecipients), Description("Their e-mail addresses.")] IReadOnlyList<string?>? Recipients,
    [property: Description("The subscription category it is for, seg_…")] string? Category);

/// <summary>The links, in the order sent.</summary>
internal sealed record UnsubscribeLinksData(IReadOnlyList<UnsubscribeLinkShown> Links);

/// <summary>How one recipient unsubscribes.</summary>
internal sealed record UnsubscribeLinkShown(
    string Recipient,
    [property: Description("For the text of the mail: their page, with unsubscribing and preferences.")] string? Url,
    [property: Description("The value of the header List-Unsubscribe.")] string? ListUnsubscribe,
    [property: Description("The value of the header List-Unsubscribe-Post; cover both with the DKIM signature.")] string? ListUnsubscribePost,
    [property: AllowedValues("INVALID_EMAIL", null), Description("Why there is none.")] string? Problem)
{
    public static UnsubscribeLinkShown Of(RecipientLink link, PublicAddress address)
    {
        if (link.Token is null)
            return new(link.Recipient, null, null, null, link.Problem!.Code);
        var url = address.Of(UnsubscribeTokens.PathOf(link.Token));
        return new(link.Recipient, url, $"<{url}>", $"{Rfc8058.Field}={Rfc8058.Value}", null);
    }
}
