using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Services.Profiles;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Services.AllContacts;

public sealed class StandingTests
{
    [Theory]
    [InlineData(OneClick.BlacklistEmail, Standing.Blacklisted, Standing.Active)]
    [InlineData(OneClick.UnsubscribeEmail, Standing.Unsubscribed, Standing.Active)]
    [InlineData(OneClick.BlacklistPhone, Standing.Active, Standing.Blacklisted)]
    public async Task Click_OnAnActiveContact_ChangesThatChannel(OneClick click, Standing email, Standing phone)
    {
        await using var store = await TestStore.CreateAsync();
        var id = await store.GivenEnteredAsync("ann@x.test", "+493023125001");

        (await ClickAsync(store, id, click)).IsOk.Should().BeTrue();
        (await ClickAsync(store, id, click)).Problem!.Code.Should().Be("ALREADY_SUPPRESSED");

        var row = await RowAsync(store, id);
        (row.EmailStanding, row.PhoneStanding).Should().Be((email, phone));
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task RemoveSpamReport_ByAnOperator_IsRefusedAndBySupportEndsOnlyThatReason()
    {
        await using var store = await TestStore.CreateAsync();
        var id = await store.GivenEnteredAsync("ann@x.test");
        foreach (var reason in new[] { SuppressionReason.Complained, SuppressionReason.Unsubscribed })
            await store.As<SuppressionBatchService>(Role.Admin).AddAsync(store.Organization, [new(SuppressionScope.Email, "ann@x.test", reason)], TestStore.Stop);
        await ClickAsync(store, id, OneClick.UnsubscribeEmail);

        (await ClickAsync(store, id, OneClick.RemoveSpamReport)).Problem!.Code.Should().Be("FORBIDDEN");
        (await RowAsync(store, id)).EmailStanding.Should().Be(Standing.SpamReport);
        (await ClickAsync(store, id, OneClick.RemoveSpamReport, Role.Support)).IsOk.Should().BeTrue();

        (await RowAsync(store, id)).EmailStanding.Should().NotBe(Standing.SpamReport);
        (await ClickAsync(store, id, OneClick.RemoveSpamReport, Role.Support)).Problem!.Code.Should().Be("NOT_SUPPRESSED");
    }

    [Fact]
    public async Task ReleasePhone_AndResubscribe_ReverseTheirClicks()
    {
        await using var store = await TestStore.CreateAsync();
        var id = await store.GivenEnteredAsync("ann@x.test", "+493023125001");
        await ClickAsync(store, id, OneClick.BlacklistPhone);
        await ClickAsync(store, id, OneClick.UnsubscribeEmail);

        (await ClickAsync(store, id, OneClick.ReleasePhone)).IsOk.Should().BeTrue();
        (await ClickAsync(store, id, OneClick.Resubscribe)).IsOk.Should().BeTrue();

        var row = await RowAsync(store, id);
        (row.EmailStanding, row.PhoneStanding).Should().Be((Standing.Active, Standing.Active));
    }

    [Fact]
    public async Task Click_WithoutTheChannelOrElsewhere_FindsNoContact()
    {
        await using var store = await TestStore.CreateAsync();
        var id = await store.GivenEnteredAsync("ann@x.test");
        var other = await store.GivenOrganizationAsync("other");
        var stranger = await store.GivenMemberAsync(other, "eve@other.test", Role.Admin);

        (await ClickAsync(store, id, OneClick.BlacklistPhone)).Problem.Should().Be(ContactIntake.NotFound);
        (await store.As<StandingService>(stranger).ClickAsync(other, id, OneClick.BlacklistEmail, "ann@x.test", TestStore.Stop)).Problem.Should().Be(ContactIntake.NotFound);
    }

    [Fact]
    public async Task Click_WhereTheContactWasGivenAnotherAddress_LeavesThatOneAlone()
    {
        await using var store = await TestStore.CreateAsync();
        var id = (await store.GivenProfileAsync(new() { Email = "ann@x.test" })).ContactId;
        await store.GivenEnteredAsync("bob@x.test");
        foreach (var email in new[] { "ann@x.test", "bob@x.test" })
        {
            await store.As<SuppressionService>(Role.Operator)
                .AddAsync(store.Organization, new(SuppressionScope.Email, email, SuppressionReason.Unsubscribed), false, TestStore.Stop);
        }
        await store.WhenEditedAsync(id, e => e with { Email = "bob@x.test" });

        (await ClickAsync(store, id, OneClick.Resubscribe)).Problem!.Code.Should().Be("CHANGED_SINCE");

        (await RowAsync(store, id)).EmailStanding.Should().Be(Standing.Unsubscribed, "it was shown for ann");
    }

    private static async Task<Result<ChangeReceipt>> ClickAsync(TestStore store, long id, OneClick click, Role role = Role.Operator) =>
        await store.As<StandingService>(role).ClickAsync(store.Organization, id, click,
            click is OneClick.BlacklistPhone or OneClick.ReleasePhone ? "+493023125001" : "Ann@x.test", TestStore.Stop);

    private static async Task<BaseRow> RowAsync(TestStore store, long id) =>
        (await store.As<AllContactsService>(Role.Auditor).RefreshAsync(store.Organization, [id], TestStore.Stop)).Value.Single();
}
