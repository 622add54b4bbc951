using System.Buffers.Text;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Unsubscribes;
using ContactsDashboard.Tests.Services.Erasures;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Unsubscribes;

public sealed class UnsubscribeTests
{
    [Fact]
    public async Task Link_AlteredOrOfAnotherInstallation_OpensNothing()
    {
        await using var store = await CreateAsync();
        await using var other = await CreateAsync();
        var token = await LinkAsync(store, "ann@x.test");
        var bytes = Base64Url.DecodeFromChars(token);

        (await store.As<UnsubscribeService>(Role.Auditor).FindAsync(token, Stop)).Value.Address.Should().Be("a•••@x.test");
        token.Should().NotContain(Convert.ToBase64String("ann@x"u8), "it names nobody");
        for (var i = 0; i < bytes.Length; i++)
        {
            var altered = (byte[])bytes.Clone();
            altered[i] ^= 1;
            (await FindAsync(store, Base64Url.EncodeToString(altered))).Problem!.Code.Should().Be("LINK_NOT_FOUND", "byte {0}", i);
        }
        foreach (var text in new[] { "", "x", "…", token[..^1], token + "AAAA", new string('A', 2_000), "../" + token })
            (await FindAsync(store, text)).Problem!.Code.Should().Be("LINK_NOT_FOUND", text);
        (await FindAsync(other, token)).Problem!.Code.Should().Be("LINK_NOT_FOUND");
    }

    [Fact]
    public async Task Link_AfterKeysRotatedAndYearsLater_StillUnsubscribes()
    {
        await using var store = await CreateAsync();
        var token = await LinkAsync(store, "ann@x.test");

        store.Get<HashKeyRing>().Rotate();
        store.Clock.Advance(TimeSpan.FromDays(4_000));

        (await VisitorOf(store).UnsubscribeAsync(store.Organization, token, Stop)).IsOk.Should().BeTrue();
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        (await LinkAsync(store, "ann@x.test"))[..6].Should().NotBe(token[..6], "new ones are made with the new key");
    }

    [Fact]
    public async Task Unsubscribe_IsTheRecipientsAndDoneOnce()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, new(SuppressionScope.Email, "ann@x.test", SuppressionReason.Manual), false, Stop);
        var token = await LinkAsync(store, "Ann@X.test");

        foreach (var _ in Enumerable.Range(0, 3))
            (await VisitorOf(store).UnsubscribeAsync(store.Organization, token, Stop)).IsOk.Should().BeTrue();

        var entry = (await store.EntriesAsync()).Single(e => e.Reason == SuppressionReason.Unsubscribed);
        (entry.Source, entry.IsGuarded, entry.ExpiresAt).Should().Be((SuppressionSource.Form, true, null));
        await using var context = await store.OpenAsync();
        (await context.Audit.CountAsync(a => a.Verb == AuditVerb.Unsubscribed, Stop)).Should().Be(1);
        (await store.As<SuppressionService>(Role.Operator).DeleteAsync(store.Organization, entry.Id, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await VisitorOf(store).UnsubscribeAsync(new(store.Organization.Value + 1), token, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Unsubscribe_OfWhoWasErased_KeepsTheirHashOnly()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("annabel@erased.test");
        var token = await LinkAsync(store, "annabel@erased.test");
        await store.EraseAsync("annabel@erased.test", addEntry: false);

        (await VisitorOf(store).UnsubscribeAsync(store.Organization, token, Stop)).IsOk.Should().BeTrue();

        (await store.MayBeSentToAsync("annabel@erased.test")).Should().BeFalse();
        await store.ShouldAgreeAsync();
        ErasureStore.FilesThatHold(store.Folder, "annabel@erased.test").Should().BeEmpty();
    }

    [Fact]
    public async Task Choose_LeavesAtOnceAndJoinsOnlyByConfirmation()
    {
        await using var store = await CreateAsync();
        var (news, offers) = (await CategoryAsync(store, "News"), await CategoryAsync(store, "Offers"));
        var contact = await store.GivenPersonAsync("ann@x.test");
        await JoinAsync(store, news, contact);
        var token = await LinkAsync(store, "ann@x.test", news);

        (await FindAsync(store, token)).Value.Should().BeEquivalentTo(new { IsWrittenTo = true, Category = "News",
            Categories = new[] { new PreferenceCategory(news, "News", true), new(offers, "Offers", false) } });
        (await ChooseAsync(store, token, [news])).Should().BeNull("nothing changes");
        var secret = await ChooseAsync(store, token, [offers]);
        (await SubscribedAsync(store, token)).Should().BeEmpty("leaving is at once, joining is not");
        (await store.As<SignUpService>(new FormActor(store.Organization, "x")).ConfirmAsync(store.Organization, secret!, Stop)).IsOk.Should().BeTrue();
        (await SubscribedAsync(store, token)).Should().Equal("Offers");
        (await store.As<SignUpFormService>(Role.Admin).ListAsync(store.Organization, Stop)).Value.Should().BeEmpty("it is no form of theirs");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task SubscribeAgain_EndsTheUnsubscriptionOnConfirmation_AndNothingElse()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var token = await LinkAsync(store, "ann@x.test");
        await VisitorOf(store).UnsubscribeAsync(store.Organization, token, Stop);
        store.Clock.Advance(TimeSpan.FromMinutes(1));

        var secret = await ChooseAsync(store, token, []);
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse("asking alone frees nobody");
        (await ChooseAsync(store, token, [])).Should().BeNull("one mail an hour");
        await store.As<SignUpService>(new FormActor(store.Organization, "x")).ConfirmAsync(store.Organization, secret!, Stop);

        (await store.MayBeSentToAsync("ann@x.test")).Should().BeTrue();
        (await FindAsync(store, token)).Value.IsWrittenTo.Should().BeTrue();
    }

    [Theory]
    [InlineData(SuppressionReason.Complained)]
    [InlineData(SuppressionReason.Manual)]
    public async Task SubscribeAgain_WhereSomethingStricterStands_AnswersTheSameAndMailsNobody(SuppressionReason reason)
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, "ann@x.test", reason), false, Stop);
        var token = await LinkAsync(store, "ann@x.test");

        var asked = await VisitorOf(store).ChooseAsync(store.Organization, token, [], s => s, Stop);

        asked.Value.Should().BeTrue();
        Directory.EnumerateFiles(Path.Combine(store.Folder, "outbox"), "*.eml").Should().BeEmpty();
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
    }

    private static UnsubscribeService VisitorOf(TestStore store) => store.As<UnsubscribeService>(new FormActor(store.Organization, "unsubscribe link"));

    private static Task<Result<RecipientPreferences>> FindAsync(TestStore store, string token) => VisitorOf(store).FindAsync(token, Stop);

    private static async Task<string> LinkAsync(TestStore store, string email, long? category = null) =>
        (await store.As<UnsubscribeService>(Role.Operator).LinksAsync(store.Organization, [email], category, Stop)).Value[0].Token!;

    // The secret in the mail that was sent, if one was.
    private static async Task<string?> ChooseAsync(TestStore store, string token, long[] ticked)
    {
        var (outbox, secret) = (Path.Combine(store.Folder, "outbox"), (string?)null);
        int Mails() => Directory.Exists(outbox) ? Directory.GetFiles(outbox, "*.eml").Length : 0;
        var before = Mails();
        (await VisitorOf(store).ChooseAsync(store.Organization, token, ticked, s => $"http://x/{secret = s}", Stop)).IsOk.Should().BeTrue();
        return Mails() > before ? secret : null;
    }

    private static async Task<IEnumerable<string>> SubscribedAsync(TestStore store, string token) =>
        (await FindAsync(store, token)).Value.Categories.Where(c => c.IsSubscribed).Select(c => c.Name);

    private static async Task<long> CategoryAsync(TestStore store, string name) => (await store.As<CategoryService>(Role.Admin).CreateAsync(store.Organization, name, Stop)).Value.Id;

    private static Task<Result<int>> JoinAsync(TestStore store, long category, long contact) => store.Get<StoreWriter>().WriteAsync<int>(store.Organization, async context =>
    {
        context.SegmentMembers.Add(new() { SegmentId = category, ContactId = contact });
        return await context.SaveChangesAsync(Stop);
    }, Stop);
}
