using Bunit;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Tests.Components.Deliverability;

public sealed class AddingTests : DeliverabilityFixture
{
    [Fact]
    public async Task Add_Domain_GuessesTheScopeAndStoresAllOfIt()
    {
        var page = OpenPage();
        await page.Buttons("Add suppression")[0].ClickAsync(new());
        await page.Field("Address, domain or number").InputAsync("*.Other.Test");
        page.Dialog("Add a suppression").TextContent.Should().Contain("Blocks all sub-domains of other.test, not other.test itself.");
        await page.Field("Reason").ChangeAsync(new() { Value = "SpamTrap" });
        await page.Field("Note").ChangeAsync(new() { Value = "Asked by phone" });
        await page.Field("Expires").ChangeAsync(new() { Value = "2100-05-01T08:30" });
        await ActAsAsync(Role.Support);
        await page.Field("Exempt addresses").ChangeAsync(new() { Value = "ann@a.other.test\nbob@b.other.test" });

        await page.SubmitAsync();

        var entry = (await StoredAsync()).Should().ContainSingle().Subject;
        entry.Should().BeEquivalentTo(new { Scope = SuppressionScope.Domain, Value = "*.other.test", Reason = SuppressionReason.SpamTrap,
            Note = "Asked by phone" });
        entry.ExpiresAt.Should().Be(new DateTimeOffset(2100, 5, 1, 8, 30, 0, TimeSpan.Zero));
        entry.Exceptions.Should().Equal("ann@a.other.test", "bob@b.other.test");
        page.FindAll("dialog").Should().BeEmpty();
        page.Values().Should().Equal("*.other.test");
        await page.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current.Single()));
        (await StoredAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("", "Enter what must not be written to.")]
    [InlineData("ann@", "This is not an email address.")]
    [InlineData("known@acme.test", "It is suppressed already, for at least as long.")]
    public async Task Add_Refused_SaysWhyAtTheField(string value, string why)
    {
        await GivenEntryAsync("known@acme.test");
        var page = OpenPage();
        await page.Buttons("Add suppression")[0].ClickAsync(new());
        await page.Field("Address, domain or number").InputAsync(value);
        if (value == "ann@")
            await page.Field("Scope").ChangeAsync(new() { Value = "Email" });

        await page.SubmitAsync();

        page.Find("dialog .error").TextContent.Should().Be(why);
        (await StoredAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Add_FreeMailDomain_IsWarnedOf()
    {
        await GivenMailFromAsync("ann@gmail.com");
        var page = OpenPage();
        await page.Buttons("Add suppression")[0].ClickAsync(new());

        await page.Field("Address, domain or number").InputAsync("gmail.com");

        page.Dialog("Add a suppression").TextContent.Should()
            .Contain("gmail.com is a free-mail provider").And.Contain("Blocks 1 address of yours, and every future one.");
    }

    [Fact]
    public async Task Paste_Preview_IsWhatIsThenAdded()
    {
        await GivenEntryAsync("known@acme.test");
        await GivenEntryAsync("soon@acme.test", edit: new(default, null, default) { ExpiresAt = DateTimeOffset.UtcNow.AddDays(1) });
        var page = OpenPage();
        await page.Button("Paste many").ClickAsync(new());
        await page.Field("Addresses, domains and numbers").ChangeAsync(new()
        {
            Value = "Ann <new@acme.test>\nknown@acme.test; soon@acme.test\n*.other.test, sentence bad@@acme.test +1 212 555 0100",
        });

        await page.SubmitAsync();

        page.FindAll("dialog tbody tr").Select(r => $"{r.Children[1].TextContent.Trim()}: {r.QuerySelector(".badge")!.TextContent}")
            .Should().Equal(
            "new@acme.test: new", "known@acme.test: suppressed already", "soon@acme.test: prolongs the one that stands",
                "*.other.test: new", "sentence: invalid",
            "bad@@acme.test: invalid", "+1: invalid", "212: invalid", "555: invalid", "0100: invalid");
        (await StoredValuesAsync()).Should().HaveCount(2, "a preview changes nothing");
        await page.Button("Add 3 suppressions").ClickAsync(new());

        (await StoredValuesAsync()).Should().Equal("*.other.test", "known@acme.test", "new@acme.test", "soon@acme.test");
        (await StoredAsync()).Should().OnlyContain(e => e.ExpiresAt == null);
        Toasts.Current.Single().Text.Should().Be("2 suppressions added, 1 prolonged, 1 suppressed already, 6 invalid");
        await page.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current.Single()));
        (await StoredValuesAsync()).Should().Equal("known@acme.test", "soon@acme.test");
        (await StoredAsync(new() { Email = "soon" })).Single().ExpiresAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Paste_NothingGiven_AsksForSomething()
    {
        var page = OpenPage();
        await page.Button("Paste many").ClickAsync(new());

        await page.SubmitAsync();

        page.Find("dialog .error").TextContent.Should().Be("Paste at least one address or domain.");
    }
}
