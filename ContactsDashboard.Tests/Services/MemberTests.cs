using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Identity;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class MemberTests
{
    [Fact]
    public async Task Add_SomebodyInvitedElsewhere_HandsOutNoSecondInvitation()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");
        (await store.As<MemberService>(new SystemActor()).AddAsync(other, "bob@other.test", Role.Admin, null, Stop)).IsOk.Should().BeTrue();

        var added = await store.As<MemberService>(Role.Admin).AddAsync(store.Organization, "bob@other.test", Role.Auditor, null, Stop);

        added.IsOk.Should().BeFalse("with the link our Admin would become an Admin of the other organisation");
    }

    [Fact]
    public async Task Add_SomebodyRemovedElsewhere_EndsTheOldInvitation()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");
        var first = (await store.As<MemberService>(new SystemActor()).AddAsync(other, "bob@other.test", Role.Auditor, null, Stop)).Value;
        await store.As<MemberService>(new SystemActor()).RemoveAsync(other, first.UserId, Stop);

        var second = (await store.As<MemberService>(Role.Admin).AddAsync(store.Organization, "bob@other.test", Role.Admin, null, Stop)).Value;

        (await IsValidAsync(store, first)).Should().BeFalse();
        (await IsValidAsync(store, second)).Should().BeTrue();
    }

    [Fact]
    public async Task Add_AddressWithAnApostrophe_IsTaken()
    {
        await using var store = await CreateAsync();

        (await store.As<MemberService>(Role.Admin).AddAsync(store.Organization, "o'brien@acme.example", Role.Operator, null, Stop)).IsOk.Should().BeTrue();
    }

    private static async Task<bool> IsValidAsync(TestStore store, AddedMember member)
    {
        var users = store.As<UserManager<DashboardUser>>(new SystemActor());
        var user = (await users.FindByIdAsync($"{member.UserId}"))!;
        return await users.VerifyUserTokenAsync(user, users.Options.Tokens.PasswordResetTokenProvider, UserManager<DashboardUser>.ResetPasswordTokenPurpose, member.PasswordToken!);
    }
}
