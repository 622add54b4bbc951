using ContactsDashboard.Components.Account;

namespace ContactsDashboard.Tests.Components.Account;

public sealed class SetPasswordTests(AccountServer server) : IClassFixture<AccountServer>
{
    private async Task<string> LinkForAsync(string email)
    {
        var added = await server.GivenMemberAsync(email, password: null);
        return AccountUrls.SetPassword(added.UserId, added.PasswordToken!);
    }

    [Fact]
    public async Task SetPassword_FirstUse_LetsThemSignIn()
    {
        var visitor = await server.Visit().OpenAsync(await LinkForAsync("new@acme.test"));

        await visitor.SendAsync("Set password", ("Password", AccountServer.Password), ("Password again", AccountServer.Password));

        visitor.Text.Should().Contain("Your password is set");
        await visitor.OpenAsync("/account/sign-in");
        (await visitor.SignInAsync("new@acme.test", AccountServer.Password)).RedirectedTo.Should().Be("/dashboard/contacts");
    }

    [Fact]
    public async Task SetPassword_SecondUse_IsRefused()
    {
        var link = await LinkForAsync("twice@acme.test");
        var visitor = await server.Visit().OpenAsync(link);
        await visitor.SendAsync("Set password", ("Password", AccountServer.Password), ("Password again", AccountServer.Password));

        await visitor.OpenAsync(link);

        visitor.Text.Should().Contain("This link no longer works").And.NotContain("twice@acme.test");
    }

    [Theory]
    [InlineData("short", "short", "at least 10 characters")]
    [InlineData(AccountServer.Password, "Another-Horse-1", "not the same")]
    public async Task SetPassword_Unfit_KeepsTheLink(string password, string again, string message)
    {
        var visitor = await server.Visit().OpenAsync(await LinkForAsync($"unfit{message.Length}@acme.test"));

        await visitor.SendAsync("Set password", ("Password", password), ("Password again", again));

        visitor.Text.Should().Contain(message);
        await visitor.SendAsync("Set password", ("Password", AccountServer.Password), ("Password again", AccountServer.Password));
        visitor.Text.Should().Contain("Your password is set");
    }

    [Fact]
    public async Task SetPassword_ForgedToken_TellsNothing() =>
        (await server.Visit().OpenAsync("/account/set-password?user=1&token=forged")).Text.Should().Contain("This link no longer works");
}
