using ContactsDashboard.Domain;
using ContactsDashboard.Services.Tokens;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class TokenTests
{
    [Fact]
    public async Task Add_Twice_IsOneToken()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");
        var tokens = store.As<TokenService>(Role.Operator);

        var first = (await tokens.AddAsync(store.Organization, ann, TokenKind.Mobile, " abc ", Stop)).Value;
        var again = (await tokens.AddAsync(store.Organization, ann, TokenKind.Mobile, "abc", Stop)).Value;
        var other = (await tokens.AddAsync(store.Organization, ann, TokenKind.Push, "abc", Stop)).Value;

        (first.IsNew, again.IsNew, other.IsNew).Should().Be((true, false, true));
        again.Token.Id.Should().Be(first.Token.Id);
        (await tokens.RemoveAsync(store.Organization, ann, first.Token.Id, Stop)).IsOk.Should().BeTrue();
        (await tokens.RemoveAsync(store.Organization, ann, first.Token.Id, Stop)).Problem!.Code.Should().Be("TOKEN_NOT_FOUND");
        (await tokens.ListAsync(store.Organization, ann, Stop)).Value.Select(t => t.Kind).Should().Equal(TokenKind.Push);
    }

    [Fact]
    public async Task Add_ToNobodyAStrangerOrTheDeleted_IsNotFound()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");
        var (ann, eve) = (await store.GivenPersonAsync("ann@example.com"), await store.GivenPersonAsync("eve@example.com", other));
        await store.DeletePersonAsync(ann);

        foreach (var id in new[] { 999, ann, eve })
            (await store.As<TokenService>(Role.Operator).AddAsync(store.Organization, id, TokenKind.Push, "abc", Stop)).Problem!.Code.Should().Be("CONTACT_NOT_FOUND");
    }

    [Fact]
    public async Task Add_WrongValue_OrByAnAnalyst_IsRefused()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");

        foreach (var value in new[] { "", " ", "a\nb", new string('x', 4097) })
            (await store.As<TokenService>(Role.Operator).AddAsync(store.Organization, ann, TokenKind.Push, value, Stop)).Problem!.Field.Should().Be("value");
        (await store.As<TokenService>(Role.Analyst).AddAsync(store.Organization, ann, TokenKind.Push, "abc", Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }
}
