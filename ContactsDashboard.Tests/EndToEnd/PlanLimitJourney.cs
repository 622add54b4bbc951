using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Orders;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>An Admin sets the plan's number of contacts, sees who is beyond it, and takes it back.</summary>
public sealed class PlanLimitJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Plan_SetSeenAndUndone()
    {
        var demo = await app.FindAsync("demo");
        foreach (var name in new[] { "first", "second", "third" })
            await app.As<OrderService>(new SystemActor()).AddAsync(demo, [new(name, new(null, $"{name}@plan.test", null), 10, null, DateTimeOffset.UtcNow)], TestStore.Stop);
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync();
        await ann.GoAsync("/dashboard/settings?org=demo#plan");
        await ann.Page.GetByLabel("Contacts with email").FillAsync("2");
        await ann.Button("Save plan").ClickAsync();

        await Expect(ann.Page.Locator("#plan")).ToContainTextAsync("3 now, 1 of them beyond it.");
        await ann.PictureAsync("settings-plan");
        (await CodesAsync(demo)).Should().Equal(null, null, "OVER_LIMIT");

        await ann.Button("Undo").ClickAsync();
        await Expect(ann.Page.GetByLabel("Contacts with email")).ToHaveValueAsync("");
        (await CodesAsync(demo)).Should().Equal(null, null, null);
        await ann.ShouldBeAccessibleAsync("the plan");
        await ann.GoAsync("/dashboard/activity?org=demo");
        await Expect(ann.Page.Locator("li.deed").Filter(new() { HasText = "changed the plan: limit from none to 2" })).ToHaveCountAsync(1);
        ann.Errors.Should().BeEmpty();
    }

    private async Task<IEnumerable<string?>> CodesAsync(OrganizationId organization) => (await app.As<CheckService>(new SystemActor())
        .CheckAsync(organization, ["first@plan.test", "second@plan.test", "third@plan.test"], TestStore.Stop)).Value.Select(r => r.Code);
}
