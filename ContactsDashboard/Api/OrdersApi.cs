using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Orders;

namespace ContactsDashboard.Api;

/// <summary>Orders, as shops send them and as profiles show them.</summary>
internal static class OrdersApi
{
    private const long MaxBytes = 4 << 20;

    public static async Task<IResult> AddAsync(HttpContext http, OrderService orders, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.JsonDocument, cancellationToken, MaxBytes);
        using var document = body.IsOk ? body.Value : null;
        var sent = document is not null ? OrdersBody.Read(document.RootElement) : body.Problem!;
        if (!sent.IsOk)
            return Envelope.Fail(http, sent.Problem!);
        var read = sent.Value.Select(Read).ToList();
        var sound = read.Where(o => o.IsOk).Select(o => o.Value).ToList();
        var report = await orders.AddAsync(DashboardApi.OrganizationOf(http), sound, cancellationToken);
        return report.IsOk ? Envelope.Ok(http, Shown(read, report.Value)) : Envelope.Fail(http, report.Problem!);
    }

    public static async Task<IResult> ListAsync(HttpContext http, string id, OrderService orders, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var (limit, cursor) = (parameters.Number("limit", 20, 1, OrderService.MaxLimit), parameters.Text("cursor"));
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var page = PublicId.TryParse(PublicId.Contact, id, out var contact)
            ? await orders.ListAsync(DashboardApi.OrganizationOf(http), contact, limit, cursor, cancellationToken)
            : ContactIntake.NotFound;
        return page.IsOk
            ? Envelope.Ok(http, new OrdersData([.. page.Value.Rows.Select(o => Row(o, page.Value.Currency))], page.Value.TotalAmount,
                page.Value.Currency, Pagination.Of(null, limit, page.Value.Total, page.Value.NextCursor, cursor is not null)))
            : Envelope.Fail(http, page.Problem!);
    }

    private static Result<OrderEdit> Read(JsonElement order)
    {
        var body = ApiBody.Read(order, ApiJson.Api.OrderBody);
        return body.IsOk ? body.Value.Read() : body.Problem!;
    }

    private static OrdersAdded Shown(List<Result<OrderEdit>> read, OrderReport report)
    {
        var (results, stored) = (new List<OrderResultShown>(read.Count), 0);
        foreach (var order in read)
        {
            var result = order.IsOk ? report.Results[stored++] : new(OrderOutcome.Invalid, null, null, false, order.Problem);
            results.Add(new(results.Count, ApiJson.NameOf(result.Outcome), Id(PublicId.Order, result.Id),
                Id(PublicId.Contact, result.ContactId), result.MadeContact,
                result.Problem is { } problem ? new(problem.Code, problem.Message, problem.Field) : null));
        }
        int Count(string status) => results.Count(r => r.Status == status);
        return new(results, new(results.Count, Count("created"), Count("replaced"), Count("invalid")), Id(PublicId.Audit, report.AuditId));
    }

    private static string? Id(string prefix, long? id) => id is { } number ? PublicId.Format(prefix, number) : null;

    private static OrderShown Row(OrderRow row, string currency) =>
        new(PublicId.Format(PublicId.Order, row.Id), row.ExternalId, row.Amount, currency, row.OrderedAt);
}
