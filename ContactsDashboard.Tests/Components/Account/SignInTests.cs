using System.Net;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Tests.Components.Account;

public sealed class SignInTests(AccountServer server) : IClassFixture<AccountServer>
{
    private async Task<Visitor> AtSignInAsync(string email, string query = "")
    {
        await server.GivenMemberAsync(email, Role.Operator);
        return await server.Visit().OpenAsync("/account/sign-in" + query);
    }

    [Fact]
    public async Task SignIn_RightPassword_OpensTheContacts()
    {
        var visitor = await AtSignInAsync("right@acme.test");

        await visitor.SignInAsync("Right@acme.test ", AccountServer.Password);

        visitor.RedirectedTo.Should().Be("/dashboard/contacts");
        (await visitor.OpenAsync("/account/password")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/dashboard/activity?org=acme", "/dashboard/activity?org=acme")]
    [InlineData("//evil.test", "/dashboard/contacts")]
    [InlineData("/\\evil.test", "/dashboard/contacts")]
    [InlineData("https://evil.test/", "/dashboard/contacts")]
    public async Task SignIn_WithReturnUrl_GoesOnlyWithinThisInstallation(string returnUrl, string expected)
    {
        var visitor = await AtSignInAsync("return@acme.test", "?returnUrl=" + Uri.EscapeDataString(returnUrl));

        await visitor.SignInAsync("return@acme.test", AccountServer.Password);

        visitor.RedirectedTo.Should().Be(expected);
    }

    [Theory]
    [InlineData("wrong@acme.test", "Wrong-Horse-1")]
    [InlineData("nobody@acme.test", AccountServer.Password)]
    public async Task SignIn_WrongPasswordOrAddress_SaysTheSameAndKeepsTheAddress(string email, string password)
    {
        var visitor = await AtSignInAsync("wrong@acme.test");

        await visitor.SignInAsync(email, password);

        visitor.Text.Should().Contain("E-mail or password is wrong");
        visitor.Page.QuerySelector("#input-email")!.GetAttribute("value").Should().Be(email);
        visitor.Page.QuerySelector("[autofocus]")!.Id.Should().Be("input-password");
    }

    [Fact]
    public async Task SignIn_NothingTyped_PointsAtTheFields()
    {
        var visitor = await AtSignInAsync("empty@acme.test");

        await visitor.SignInAsync("", "");

        visitor.Text.Should().Contain("Enter your e-mail address.").And.Contain("Enter your password.");
        visitor.Page.QuerySelector("#input-email")!.GetAttribute("aria-describedby").Should().Be("input-email-error");
    }

    [Fact]
    public async Task SignIn_FiveWrongPasswords_LocksTheAccount()
    {
        var visitor = await AtSignInAsync("locked@acme.test");
        for (var i = 0; i < 5; i++)
            await visitor.SignInAsync("locked@acme.test", "Wrong-Horse-1");

        await visitor.SignInAsync("locked@acme.test", AccountServer.Password);

        visitor.Text.Should().Contain("E-mail or password is wrong, or the account is disabled, or locked");
    }

    [Fact]
    public async Task SignIn_Disabled_IsRefusedLikeAWrongPassword()
    {
        var visitor = await AtSignInAsync("disabled@acme.test");
        await server.ChangeUserAsync("disabled@acme.test", user => user.IsDisabled = true);

        await visitor.SignInAsync("disabled@acme.test", AccountServer.Password);

        visitor.Text.Should().Contain("E-mail or password is wrong, or the account is disabled, or locked");
    }

    [Fact]
    public async Task SignOut_Sent_EndsTheSession()
    {
        var visitor = await AtSignInAsync("leaving@acme.test");
        await visitor.SignInAsync("leaving@acme.test", AccountServer.Password);
        await visitor.OpenAsync("/account/sign-out");

        await visitor.SendAsync("Sign out");

        visitor.RedirectedTo.Should().Be("/account/sign-in");
        (await visitor.OpenAsync("/account/password")).RedirectedTo.Should().StartWith("/account/sign-in?returnUrl=");
    }

    [Fact]
    public async Task SignIn_FormOfAnotherSession_IsRefusedWithAWord()
    {
        var visitor = await AtSignInAsync("stale@acme.test");
        visitor.Page.QuerySelector("[name=__RequestVerificationToken]")!.SetAttribute("value", "stale");

        await visitor.SignInAsync("stale@acme.test", AccountServer.Password);

        visitor.Status.Should().Be(HttpStatusCode.BadRequest);
        visitor.Text.Should().Contain("Go back, reload and try again");
    }

    [Fact]
    public async Task Password_Changed_EndsOtherSessionsOnly()
    {
        var here = await AtSignInAsync("change@acme.test");
        await here.SignInAsync("change@acme.test", AccountServer.Password);
        await here.OpenAsync("/account/password");

        await here.SendAsync("Change password", ("Current password", AccountServer.Password), ("New password", "Other-Horse-2"), ("New password again", "Other-Horse-2"));

        here.RedirectedTo.Should().Be("/account/password?done=true");
        (await here.OpenAsync("/account/password")).Status.Should().Be(HttpStatusCode.OK);
        var elsewhere = await server.Visit().OpenAsync("/account/sign-in");
        (await elsewhere.SignInAsync("change@acme.test", AccountServer.Password)).Text.Should().Contain("wrong");
    }

    [Fact]
    public async Task Password_WrongCurrent_ChangesNothing()
    {
        var visitor = await AtSignInAsync("keep@acme.test");
        await visitor.SignInAsync("keep@acme.test", AccountServer.Password);
        await visitor.OpenAsync("/account/password");

        await visitor.SendAsync("Change password", ("Current password", "Wrong-Horse-1"), ("New password", "Other-Horse-2"), ("New password again", "Other-Horse-2"));

        visitor.Text.Should().Contain("This is not your current password.");
    }

    [Theory]
    [InlineData("/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("/account/nothing", HttpStatusCode.NotFound)]
    public async Task NotFound_UnknownAddress_SaysSo(string url, HttpStatusCode status)
    {
        var visitor = await server.Visit().OpenAsync(url);

        visitor.Status.Should().Be(status);
        visitor.Text.Should().Contain("There is nothing here");
    }
}
