using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Orders;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class OrderTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Add_ByUnknownAddresses_MakesOneContactEach()
    {
        await using var store = await CreateAsync();
        await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, "bob@example.com", SuppressionReason.Complained), false, Stop);

        var report = await AddAsync(store, Of("1", email: "Ann@Example.com", phone: "+1 202 555 0100"), Of("2", phone: "(202) 555-0100"), Of("3", email: "bob@example.com"),
            Of("4", email: "ann@example.com"));

        report.Results.Select(r => (r.Outcome, r.MadeContact)).Should()
            .Equal((OrderOutcome.Created, true), (OrderOutcome.Created, false), (OrderOutcome.Created, true), (OrderOutcome.Created, false));
        report.Results.Select(r => r.ContactId).Distinct().Should().HaveCount(2);
        await using var context = await store.OpenAsync();
        var ann = await context.Contacts.SingleAsync(c => c.Id == report.Results[0].ContactId, Stop);
        ann.Should().BeEquivalentTo(new { CreationMethod = CreationMethod.Order, EmailStanding = Standing.Active, PhoneStanding = Standing.Active });
        (await context.Contacts.SingleAsync(c => c.Id == report.Results[2].ContactId, Stop)).EmailStanding.Should().Be(Standing.SpamReport, "the ledger knew the address");
        (await context.Audit.SingleAsync(a => a.Id == report.AuditId, Stop)).Should().BeEquivalentTo(new { Verb = AuditVerb.RecordedOrders, Count = 4L });
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Add_ForKnownContacts_ByIdEmailOrPhone_MakesNone()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");

        var report = await AddAsync(store, Of("1", id: ann), Of("2", email: "ANN@example.com"), Of("3", id: 999));

        report.Results.Take(2).Should().OnlyContain(r => r.ContactId == ann && !r.MadeContact);
        report.Results[2].Problem!.Code.Should().Be("CONTACT_NOT_FOUND");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Add_PhoneOfSomebodyKnown_LeavesTheNewAddressAlone()
    {
        await using var store = await CreateAsync();
        var first = await AddAsync(store, Of("1", phone: "+12025550100"));

        var second = await AddAsync(store, Of("2", email: "new@example.com", phone: "+12025550100"));

        second.Results[0].ContactId.Should().Be(first.Results[0].ContactId);
        await using var context = await store.OpenAsync();
        (await context.Addresses.AnyAsync(a => a.Value == "new@example.com", Stop)).Should().BeFalse("an address without a contact would be lost to mail");
        await store.GivenContactAsync("new@example.com");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Add_SameNumberAgain_ReplacesEvenWithinOneCall()
    {
        await using var store = await CreateAsync();
        await AddAsync(store, Of("A-1", email: "ann@example.com", amount: 10));

        var report = await AddAsync(store, Of("A-1", email: "ann@example.com", amount: 12.5m), Of("A-2", email: "ann@example.com"), Of("A-2", email: "bob@example.com", amount: 7));

        report.Results.Select(r => r.Outcome).Should().Equal(OrderOutcome.Replaced, OrderOutcome.Created, OrderOutcome.Replaced);
        var orders = (await store.As<OrderService>(Role.Auditor).ListAsync(store.Organization, report.Results[0].ContactId!.Value, 20, null, Stop)).Value;
        orders.Should().BeEquivalentTo(new { Total = 1L, TotalAmount = 12.5m, Currency = "EUR", NextCursor = (string?)null });
        orders.Rows.Single().Should().BeEquivalentTo(new { ExternalId = "A-1", Amount = 12.5m, OrderedAt = Then });
    }

    [Fact]
    public async Task Add_ForSomebodyDeleted_IsKeptAndBringsNobodyBack()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");
        await store.DeletePersonAsync(ann);

        var report = await AddAsync(store, Of("1", email: "ann@example.com"));

        report.Results[0].Should().BeEquivalentTo(new { ContactId = (long?)ann, MadeContact = false });
        await using var context = await store.OpenAsync();
        (await context.Contacts.SingleAsync(Stop)).DeletedAt.Should().NotBeNull();
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData("", "ann@example.com", 1, null, "externalId")]
    [InlineData("1", null, 1, null, "contact")]
    [InlineData("1", "nobody", 1, null, "contact.email")]
    [InlineData("1", "ann@example.com", -1, null, "amount")]
    [InlineData("1", "ann@example.com", 1.001, null, "amount")]
    [InlineData("1", "ann@example.com", 1, "USD", "currency")]
    public async Task Add_Wrong_IsThatOrdersErrorOnly(string number, string? email, double amount, string? currency, string field)
    {
        await using var store = await CreateAsync();

        var report = await AddAsync(store, new OrderEdit(number, new(null, email, null), (decimal)amount, currency, Then), Of("fine", email: "bob@example.com"),
            Of("euro", email: "bob@example.com") with { Currency = "eur" });

        report.Results.Select(r => r.Outcome).Should().Equal(OrderOutcome.Invalid, OrderOutcome.Created, OrderOutcome.Created);
        report.Results[0].Problem!.Field.Should().Be(field);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Add_ByWhoMayNot_OrTooMany_IsRefused()
    {
        await using var store = await CreateAsync();

        (await store.As<OrderService>(Role.Analyst).AddAsync(store.Organization, [Of("1", email: "a@b.test")], Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<OrderService>(Role.Operator).AddAsync(store.Organization, [.. Enumerable.Repeat(Of("1", email: "a@b.test"), 1_001)], Stop)).Problem!.Field.Should().Be("orders");
    }

    [Fact]
    public async Task Add_AThousand_ArePagedByCursor()
    {
        await using var store = await CreateAsync();
        var report = await AddAsync(store, [.. Enumerable.Range(0, 1_000).Select(i => Of($"{i}", email: i < 500 ? "ann@example.com" : $"p{i}@example.com", amount: 1))]);
        var (ann, seen) = (report.Results[0].ContactId!.Value, new List<string>());

        for (string? cursor = null; ;)
        {
            var page = (await store.As<OrderService>(Role.Auditor).ListAsync(store.Organization, ann, 100, cursor, Stop)).Value;
            (page.Total, page.TotalAmount).Should().Be((500, 500m));
            seen.AddRange(page.Rows.Select(r => r.ExternalId));
            if ((cursor = page.NextCursor) is null)
                break;
        }

        seen.Should().OnlyHaveUniqueItems().And.HaveCount(500);
        await store.ShouldAgreeAsync();
    }

    private static OrderEdit Of(string number, long? id = null, string? email = null, string? phone = null, decimal amount = 20) => new(number, new(id, email, phone), amount, null, Then);

    private static async Task<OrderReport> AddAsync(TestStore store, params OrderEdit[] orders) =>
        (await store.As<OrderService>(Role.Operator).AddAsync(store.Organization, orders, Stop)).Value;
}
