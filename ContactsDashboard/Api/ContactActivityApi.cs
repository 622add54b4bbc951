using System.ComponentModel;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Intake;

namespace ContactsDashboard.Api;

/// <summary>What was sent to a contact, and what became of it.</summary>
internal static class ContactActivityApi
{
    public static async Task<IResult> ListAsync(HttpContext http, string id, ActivityService activities,
        CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var query = new ActivityQuery
        {
            Channel = parameters.Choice<MessageChannel>("channel"), From = parameters.Instant("sentAfter"),
            Until = parameters.Instant("sentBefore"), Limit = parameters.Number("limit", 20, 1, ActivityQuery.MaxLimit),
            Cursor = parameters.Text("cursor"),
        };
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var page = PublicId.TryParse(PublicId.Contact, id, out var contact)
            ? await activities.ListAsync(DashboardApi.OrganizationOf(http), contact, query, cancellationToken)
            : ContactIntake.NotFound;
        return page.IsOk
            ? Envelope.Ok(http, new ActivityData([.. page.Value.Rows.Select(ActivityShown.Of)],
                Pagination.Of(null, query.Limit, page.Value.Total, page.Value.NextCursor, query.Cursor is not null)))
            : Envelope.Fail(http, page.Problem!);
    }
}

/// <summary>A page of a contact's history, newest first.</summary>
internal sealed record ActivityData(IReadOnlyList<ActivityShown> Activity, Pagination Pagination);

/// <summary>A message that was sent to the contact.</summary>
internal sealed record ActivityShown(string Id, MessageChannel Channel, string MessageName, string? Language, DateTimeOffset SentAt,
    [property: Description("The last thing heard of it.")] ActivityStatus Status,
    [property: Description("What the other mail server said, where it refused the message.")] string? Diagnostic)
{
    public static ActivityShown Of(ActivityRow row) =>
        new(PublicId.Format(PublicId.Activity, row.Id), row.Channel, row.MessageName, row.Language, row.SentAt, row.Status, row.Diagnostic);
}
