using System.Text.Json;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.SignUps;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactsDashboard.Components.Public;

/// <summary>
/// The door for the organisations' own visitors: sign-up forms and confirmation links. No session, no cookie, nothing known of who asks, so the only rights
/// are those of <see cref="FormActor"/>.
/// </summary>
internal static class PublicSignUps
{
    /// <summary>A field people do not see; what fills it in is a program.</summary>
    public const string TrapField = "website";

    private const long MaxBytes = 16 << 10;

    private static readonly Problem NoForm = new("FORM_NOT_FOUND", "There is no such form.");

    private static readonly Problem Unreadable = new("VALIDATION_ERROR", "Send email, name and surname as a form or as a JSON object.");

    public static void MapPublicSignUps(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(DashboardUrls.SignUpPath + "/{token}", ShowAsync);
        routes.MapPost(DashboardUrls.SignUpPath + "/{token}", SignUpAsync).DisableAntiforgery();
        routes.MapGet(DashboardUrls.ConfirmPath + "/{secret}", AskAsync);
        routes.MapPost(DashboardUrls.ConfirmPath + "/{secret}", ConfirmAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ShowAsync(string token, HttpContext http, SignUpService signUps, CancellationToken cancellationToken)
    {
        var form = await signUps.FindFormAsync(token, cancellationToken);
        return Page<SignUpPage>(form is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
            new { Form = form, Action = DashboardUrls.SignUp(token), WasSent = http.Request.Query.ContainsKey("sent") });
    }

    private static async Task<IResult> SignUpAsync(string token, HttpContext http, SignUpService signUps, CurrentActor current, PublicAddress address, VisitorLimit limit,
        CancellationToken cancellationToken)
    {
        var isJson = http.Request.HasJsonContentType();
        if (!limit.TryTake(http.Connection.RemoteIpAddress))
            return TooMany(http, isJson);
        var form = await signUps.FindFormAsync(token, cancellationToken);
        if (form is null or { IsClosed: true })
            return Refuse(form is null ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone, form, token, NoForm, isJson);
        var sent = await ReadAsync(http, isJson, cancellationToken);
        if (sent is null)
            return Refuse(StatusCodes.Status400BadRequest, form, token, Unreadable, isJson);
        current.Actor = new FormActor(form.Organization, form.Name);
        var asked = sent.IsTrapped ? Result.Ok
            : await signUps.AskAsync(form.Organization, form.Id, sent.Edit, secret => address.Of(DashboardUrls.ConfirmSignUp(secret)), cancellationToken);
        if (!asked.IsOk)
            return Refuse(StatusCodes.Status400BadRequest, form, token, asked.Problem!, isJson, sent.Edit);
        return isJson ? TypedResults.Json(new { accepted = true }, statusCode: StatusCodes.Status202Accepted)
            : SeeOther(http, DashboardUrls.SignUp(token) + "?sent");
    }

    private static async Task<IResult> AskAsync(string secret, SignUpService signUps, CancellationToken cancellationToken)
    {
        var found = await signUps.FindAsync(secret, cancellationToken);
        return Confirmation(secret, found, isDone: false);
    }

    private static async Task<IResult> ConfirmAsync(string secret, HttpContext http, SignUpService signUps, CurrentActor current, VisitorLimit limit,
        CancellationToken cancellationToken)
    {
        if (!limit.TryTake(http.Connection.RemoteIpAddress))
            return TooMany(http, isJson: false);
        var found = await signUps.FindAsync(secret, cancellationToken);
        if (found is not { IsOk: true, Value: { State: SignUpState.Open } open })
            return Confirmation(secret, found, isDone: false);
        current.Actor = new FormActor(open.Organization, open.Form);
        return Confirmation(secret, await signUps.ConfirmAsync(open.Organization, secret, cancellationToken), isDone: true);
    }

    private static RazorComponentResult<ConfirmPage> Confirmation(string secret, Result<PublicSignUp> found, bool isDone) =>
        Page<ConfirmPage>(found.IsOk ? StatusCodes.Status200OK : StatusCodes.Status404NotFound,
            new { SignUp = found.IsOk ? found.Value : null, found.Problem, Action = DashboardUrls.ConfirmSignUp(secret), IsDone = isDone });

    private static async Task<Sent?> ReadAsync(HttpContext http, bool isJson, CancellationToken cancellationToken)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        if (http.Request.ContentLength > MaxBytes || !(isJson || http.Request.HasFormContentType))
            return null;
        try
        {
            if (isJson)
                return (await JsonSerializer.DeserializeAsync<SignUpBody>(http.Request.Body, JsonSerializerOptions.Web, cancellationToken))?.Read();
            var form = await http.Request.ReadFormAsync(cancellationToken);
            return new SignUpBody(form["email"], form["name"], form["surname"], form[TrapField]).Read();
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static IResult Refuse(int status, PublicForm? form, string token, Problem problem, bool isJson, SignUpEdit? edit = null) => isJson
        ? TypedResults.Json(new { error = new { code = problem.Code, message = problem.Message, field = problem.Field } }, statusCode: status)
        : Page<SignUpPage>(status, new { Form = form, Action = DashboardUrls.SignUp(token), Edit = edit ?? new(null, null, null), Problem = problem });

    private static IResult TooMany(HttpContext http, bool isJson)
    {
        http.Response.Headers.RetryAfter = "60";
        return isJson
            ? TypedResults.Json(new { error = new { code = "RATE_LIMIT_EXCEEDED", message = "Wait a minute and try again." } }, statusCode: StatusCodes.Status429TooManyRequests)
            : Page<RefusedPage>(StatusCodes.Status429TooManyRequests, new { });
    }

    // A reload of the answer must not sign up again.
    private static StatusCodeHttpResult SeeOther(HttpContext http, string location)
    {
        http.Response.Headers.Location = location;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static RazorComponentResult<T> Page<T>(int status, object parameters) where T : Microsoft.AspNetCore.Components.IComponent =>
        new(parameters) { StatusCode = status, PreventStreamingRendering = true };

    private sealed record Sent(SignUpEdit Edit, bool IsTrapped);

    private sealed record SignUpBody(string? Email, string? Name, string? Surname, string? Website)
    {
        public Sent Read() => new(new(Email, Name, Surname), !string.IsNullOrEmpty(Website));
    }
}
