using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Orders;

/// <summary>Whose order it is: by id, else by e-mail address, else by phone number.</summary>
public sealed record OrderContact(long? Id, string? Email, string? Phone);

/// <summary>A purchase as a shop tells it.</summary>
/// <param name="ExternalId">The shop's own number; the same again replaces the order.</param>
/// <param name="Currency">ISO 4217; the organisation's when left out.</param>
public sealed record OrderEdit(string ExternalId, OrderContact Contact, decimal Amount, string? Currency, DateTimeOffset OrderedAt);

public enum OrderOutcome { Created, Replaced, Invalid }

/// <summary>What became of one order.</summary>
public sealed record OrderResult(OrderOutcome Outcome, long? Id, long? ContactId, bool MadeContact, Problem? Problem);

/// <summary>What became of each order, in the order given, and the change on record; null when nothing was stored.</summary>
public sealed record OrderReport(IReadOnlyList<OrderResult> Results, long? AuditId);

/// <summary>A contact's order; the amount is in the organisation's currency.</summary>
public sealed record OrderRow(long Id, string ExternalId, decimal Amount, DateTimeOffset OrderedAt);

/// <summary>A page of a contact's orders, newest first, with the number and the worth of all of them.</summary>
public sealed record OrderPage(IReadOnlyList<OrderRow> Rows, long Total, decimal TotalAmount, string Currency, string? NextCursor);
