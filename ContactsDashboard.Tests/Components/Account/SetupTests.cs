using ContactsDashboard.Components.Account;

namespace ContactsDashboard.Tests.Components.Account;

public sealed class SetupTests
{
    private static (string, string)[] Answers(string code) =>
    [
        ("One-time code", code), ("Organisation", "Acme & Söhne"), ("Email", "owner@acme.test"),
        ("Password", AccountServer.Password), ("Password again", AccountServer.Password),
    ];

    [Fact]
    public async Task Setup_RightCode_MakesTheAdminOnceAndSignsIn()
    {
        await using var server = new AccountServer();
        var visitor = await server.Visit().OpenAsync("/account/sign-in");
        visitor.RedirectedTo.Should().Be("/account/setup");
        await visitor.OpenAsync("/account/setup");

        await visitor.SendAsync("Create and sign in", Answers(server.SetupCode));

        visitor.RedirectedTo.Should().Be("/dashboard/mail?org=acme-sohne");
        (await visitor.OpenAsync("/dashboard/mail?org=acme-sohne")).Text.Should().Contain("Which domains are your own?");
        (await server.Visit().OpenAsync("/account/setup")).Text.Should().Contain("Everything is set up");
    }

    [Fact]
    public async Task Setup_WrongCode_KeepsWhatWasTyped()
    {
        await using var server = new AccountServer();
        var visitor = await server.Visit().OpenAsync("/account/setup");

        await visitor.SendAsync("Create and sign in", Answers("0123456789"));

        visitor.Text.Should().Contain("This is not the code in the server's log.");
        visitor.Page.QuerySelector("[autofocus]")!.Id.Should().Be("input-code");
        visitor.Page.QuerySelector("#input-email")!.GetAttribute("value").Should().Be("owner@acme.test");
    }

    [Theory]
    [InlineData("Zeitung für Öl & Gas", "zeitung-fur-ol-gas")]
    [InlineData("  ACME, Inc. ", "acme-inc")]
    [InlineData("日本", "")]
    public void SlugOf_Name_IsLatinLowerCase(string name, string expected) => SetupPage.SlugOf(name).Should().Be(expected);
}
