using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Unsubscribes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactsDashboard.Components.Public;

/// <summary>
/// The address in List-Unsubscribe: a POST as RFC 8058 says acts at once, a GET shows a page, whoever fetches it. No session, no cookie; the link is all the
/// leave there is. Mailbox providers post for many from one place, so nobody is counted: a link that is not ours costs nothing.
/// </summary>
internal static class PublicUnsubscribes
{
    public const string ChooseField = "choose", CategoryField = "category";

    private const long MaxBytes = 16 << 10;

    public static void MapPublicUnsubscribes(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(UnsubscribeTokens.Path + "/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        routes.MapPost(UnsubscribeTokens.Path + "/{token}", ActAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ShowAsync(string token, HttpContext http, UnsubscribeService unsubscribes, CancellationToken cancellationToken)
    {
        var found = await unsubscribes.FindAsync(token, cancellationToken);
        var query = http.Request.Query;
        return Page(token, found, query.ContainsKey("asked") ? PreferenceNews.Asked : query.ContainsKey("saved") ? PreferenceNews.Saved : PreferenceNews.None);
    }

    private static async Task<IResult> ActAsync(string token, HttpContext http, UnsubscribeService unsubscribes, CurrentActor current, PublicAddress address,
        CancellationToken cancellationToken)
    {
        var found = await unsubscribes.FindAsync(token, cancellationToken);
        if (!found.IsOk)
            return Page(token, found, PreferenceNews.None);
        if (await ReadAsync(http, cancellationToken) is not { } form)
            return Page(token, found, PreferenceNews.Unreadable);
        var organization = found.Value.Organization;
        current.Actor = new FormActor(organization, "unsubscribe link");
        if (form[Rfc8058.Field] == Rfc8058.Value)
        {
            var done = await unsubscribes.UnsubscribeAsync(organization, token, cancellationToken);
            return Page(token, done.IsOk ? await unsubscribes.FindAsync(token, cancellationToken) : done.Problem!, PreferenceNews.Unsubscribed);
        }
        if (!form.ContainsKey(ChooseField))
            return Page(token, found, PreferenceNews.Unreadable);
        var ticked = form[CategoryField].Select(c => PublicId.TryParse(PublicId.Segment, c, out var id) ? id : 0).ToList();
        var asked = await unsubscribes.ChooseAsync(organization, token, ticked, secret => address.Of(DashboardUrls.ConfirmSignUp(secret)), cancellationToken);
        if (!asked.IsOk)
            return Page(token, asked.Problem!, PreferenceNews.None);
        // A reload of the answer must not ask again.
        http.Response.Headers.Location = $"{UnsubscribeTokens.PathOf(token)}?{(asked.Value ? "asked" : "saved")}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    // RFC 8058 section 3.2: as a form, encoded either way.
    private static async Task<IFormCollection?> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        if (http.Request.ContentLength > MaxBytes || !http.Request.HasFormContentType)
            return null;
        try
        {
            return await http.Request.ReadFormAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static RazorComponentResult<PreferencePage> Page(string token, Result<RecipientPreferences> found, PreferenceNews news) =>
        new(new { Preferences = found.IsOk ? found.Value : null, found.Problem, News = news, Action = UnsubscribeTokens.PathOf(token) })
        {
            StatusCode = !found.IsOk ? StatusCodes.Status404NotFound : news == PreferenceNews.Unreadable ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
            PreventStreamingRendering = true,
        };
}

/// <summary>What has just been done, for the page to say.</summary>
public enum PreferenceNews { None, Unsubscribed, Saved, Asked, Unreadable }
