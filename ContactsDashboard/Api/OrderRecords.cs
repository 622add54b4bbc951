using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Orders;

namespace ContactsDashboard.Api;

/// <summary>Orders to store, as the document describes them; each is read by itself, so that a bad one does not spoil the others.</summary>
internal sealed record OrdersBody(
    [property: Required, Length(1, OrderService.MaxOrders), Description("Each with its own result.")] IReadOnlyList<OrderBody>? Orders)
{
    /// <summary>The orders, as JSON.</summary>
    public static Result<IReadOnlyList<JsonElement>> Read(JsonElement body)
    {
        var isObject = body.ValueKind == JsonValueKind.Object;
        var names = isObject ? ApiBody.Names(body) : new HashSet<string>();
        if (!names.IsOk)
            return names.Problem!;
        return isObject && body.TryGetProperty("orders", out var orders) && orders.ValueKind == JsonValueKind.Array
            && orders.GetArrayLength() is >= 1 and <= OrderService.MaxOrders
            ? orders.EnumerateArray().ToList()
            : new Problem("VALIDATION_ERROR", $"orders must be an array of 1 to {OrderService.MaxOrders:N0} orders.") { Field = "orders" };
    }
}

/// <summary>A purchase, as sent.</summary>
internal sealed record OrderBody(
    [property: Required, MaxLength(OrderReader.MaxExternalId),
        Description("The shop's own number; the same again replaces the order.")] string? ExternalId,
    [property: Required] OrderContactBody? Contact,
    [property: Required, Description("At least 0, with at most two decimals.")] decimal? Amount,
    [property: MaxLength(3), Description("ISO 4217. Only the organisation's own is taken; left out, it is meant.")] string? Currency,
    [property: Required, DataType(DataType.DateTime)] string? OrderedAt)
{
    public Result<OrderEdit> Read()
    {
        if (ExternalId is null || Contact is null || Amount is not { } amount)
            return Missing(ExternalId is null ? "externalId" : Contact is null ? "contact" : "amount");
        if (!DateTimeOffset.TryParse(OrderedAt, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            return new Problem("VALIDATION_ERROR", "orderedAt must be an instant such as 2026-11-21T19:12:00Z.")
                { Field = "orderedAt", Value = OrderedAt };
        var id = 0L;
        if (Contact.Id is not null && !PublicId.TryParse(PublicId.Contact, Contact.Id, out id))
            return ContactIntake.NotFound with { Field = "contact.id", Value = Contact.Id };
        return new OrderEdit(ExternalId, new(Contact.Id is null ? null : id, Contact.Email, Contact.Phone), amount, Currency, at);
    }

    private static Problem Missing(string field) => new("VALIDATION_ERROR", $"{field} is missing.") { Field = field };
}

/// <summary>Whose order it is: the first of these that is given decides, and with e-mail or phone an unknown contact is made.</summary>
internal sealed record OrderContactBody(string? Id, string? Email, string? Phone);

/// <summary>What became of each order, in the order sent.</summary>
internal sealed record OrdersAdded(IReadOnlyList<OrderResultShown> Results, OrderTotals Totals,
    [property: Description("The change on record; null when nothing was stored.")] string? AuditId);

/// <summary>What became of one order.</summary>
internal sealed record OrderResultShown(
    int Index,
    [property: AllowedValues("created", "replaced", "invalid")] string Status,
    string? Id,
    string? ContactId,
    [property: Description("Whether the contact was made for this order.")] bool ContactCreated,
    BulkError? Error);

/// <summary>How many orders became what.</summary>
internal sealed record OrderTotals(int Total, int Created, int Replaced, int Invalid);

/// <summary>A page of a contact's orders.</summary>
internal sealed record OrdersData(
    IReadOnlyList<OrderShown> Orders,
    [property: Description("The worth of all of them, on whichever page.")] decimal TotalAmount,
    string Currency,
    Pagination Pagination);

/// <summary>A purchase.</summary>
internal sealed record OrderShown(string Id, string ExternalId, decimal Amount, string Currency, DateTimeOffset OrderedAt);
