using System.Text.RegularExpressions;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public partial class SignUpTests
{
    [Fact]
    public async Task Ask_NewAddress_IsNotConfirmedUntilItsOwnerSaysSo()
    {
        await using var store = await CreateAsync();
        var form = await GivenFormAsync(store);

        await AskAsync(store, form, "Ann@Example.com", "Ann", "Berg");

        (await CodeAsync(store, "ann@example.com")).Should().Be("NOT_CONFIRMED");
        await using (var context = await store.OpenAsync())
        {
            (await context.Contacts.SingleAsync(Stop)).Should().BeEquivalentTo(new
            {
                CreationMethod = CreationMethod.SubscriptionForm, FirstName = "Ann", LastName = "Berg", NameKey = "ann berg", EmailStanding = Standing.NotConfirmed,
                ConsentAt = (DateTimeOffset?)null,
            });
            (await context.SegmentMembers.AnyAsync(Stop)).Should().BeFalse("only the owner joins");
        }
        await store.ShouldAgreeAsync();

        var confirmed = await ConfirmAsync(store, SecretIn(MailsOf(store).Single()));

        confirmed.Value.Should().BeEquivalentTo(new { Form = "Newsletter", Category = "News", State = SignUpState.Confirmed });
        (await CodeAsync(store, "ann@example.com")).Should().BeNull();
        await using (var context = await store.OpenAsync())
        {
            var ann = await context.Contacts.SingleAsync(Stop);
            ann.Should().BeEquivalentTo(new { EmailStanding = Standing.Active, ConsentAt = store.Clock.GetUtcNow(), ConsentBy = "the recipient, form Newsletter" });
            (await context.SegmentMembers.SingleAsync(Stop)).ContactId.Should().Be(ann.Id);
            (await context.Audit.OrderBy(a => a.Id).Where(a => a.Path == AuditPath.Form).Select(a => a.Verb).ToListAsync(Stop)).Should().Equal(AuditVerb.SignedUp, AuditVerb.ConfirmedSignUp);
        }
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Confirm_Again_SaysSoAndChangesNothing()
    {
        await using var store = await CreateAsync();
        await AskAsync(store, await GivenFormAsync(store), "ann@example.com");
        var secret = SecretIn(MailsOf(store).Single());
        await ConfirmAsync(store, secret);
        await UnsubscribeAsync(store, "ann@example.com", SuppressionReason.Unsubscribed);

        (await ConfirmAsync(store, secret)).Value.State.Should().Be(SignUpState.Confirmed);

        (await CodeAsync(store, "ann@example.com")).Should().Be("SUPPRESSED", "an old link takes back no later unsubscription");
    }

    [Fact]
    public async Task Confirm_TooLateOrWrong_IsRefused()
    {
        await using var store = await CreateAsync();
        await AskAsync(store, await GivenFormAsync(store), "ann@example.com");
        var secret = SecretIn(MailsOf(store).Single());
        store.Clock.Advance(TimeSpan.FromDays(7));

        (await ConfirmAsync(store, secret)).Problem!.Code.Should().Be("LINK_EXPIRED");
        (await ConfirmAsync(store, secret + "x")).Problem!.Code.Should().Be("SIGN_UP_NOT_FOUND");
        (await CodeAsync(store, "ann@example.com")).Should().Be("NOT_CONFIRMED");
    }

    [Fact]
    public async Task Ask_KnownAddress_StaysInServiceAndGetsTheMail()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");

        await AskAsync(store, await GivenFormAsync(store), "ann@example.com", "Mallory", "Mean");

        (await CodeAsync(store, "ann@example.com")).Should().BeNull("a stranger takes nobody out of service");
        await ConfirmAsync(store, SecretIn(MailsOf(store).Single()));
        await using var context = await store.OpenAsync();
        (await context.Contacts.SingleAsync(Stop)).Should().BeEquivalentTo(new { Id = ann, FirstName = (string?)null, CreationMethod = CreationMethod.EmailThread });
        (await context.SegmentMembers.SingleAsync(Stop)).ContactId.Should().Be(ann);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Ask_TwiceWithinAnHour_MailsOnce()
    {
        await using var store = await CreateAsync();
        var (form, other) = (await GivenFormAsync(store), await GivenFormAsync(store, "Other"));
        await AskAsync(store, form, "ann@example.com");
        await AskAsync(store, form, "ANN@example.com");
        await AskAsync(store, other, "ann@example.com");
        MailsOf(store).Should().ContainSingle();

        store.Clock.Advance(TimeSpan.FromHours(1));
        await AskAsync(store, form, "ann@example.com");

        MailsOf(store).Should().HaveCount(2).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(SuppressionReason.Complained, SuppressionScope.Email)]
    [InlineData(SuppressionReason.Manual, SuppressionScope.Email)]
    [InlineData(SuppressionReason.Bounced, SuppressionScope.Email)]
    [InlineData(SuppressionReason.Unsubscribed, SuppressionScope.Domain)]
    public async Task Ask_ComplainedOrBlacklisted_GetsNoMailAndLeavesNothing(SuppressionReason reason, SuppressionScope scope)
    {
        await using var store = await CreateAsync();
        await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(scope, scope == SuppressionScope.Domain ? "example.com" : "ann@example.com", reason), false, Stop);

        (await AskAsync(store, await GivenFormAsync(store), "ann@example.com")).IsOk.Should().BeTrue("the answer is the same");

        Directory.GetFiles(Path.Combine(store.Folder, "outbox")).Should().BeEmpty();
        await using var context = await store.OpenAsync();
        (await context.Contacts.AnyAsync(Stop)).Should().BeFalse();
    }

    [Fact]
    public async Task Confirm_EndsUnsubscriptionsAndNothingElse()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@example.com");
        await UnsubscribeAsync(store, "ann@example.com", SuppressionReason.Unsubscribed);
        await AskAsync(store, await GivenFormAsync(store), "ann@example.com");
        await UnsubscribeAsync(store, "ann@example.com", SuppressionReason.Complained);

        await ConfirmAsync(store, SecretIn(MailsOf(store).Single()));

        var entries = (await store.As<CheckService>(Role.Auditor).CheckAsync(store.Organization, ["ann@example.com"], Stop)).Value[0].Entries;
        entries.Select(e => e.Reason).Should().Equal(SuppressionReason.Complained);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Confirm_WhoWasDeleted_IsANewContact()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");
        await store.DeletePersonAsync(ann);
        await AskAsync(store, await GivenFormAsync(store), "ann@example.com");

        await ConfirmAsync(store, SecretIn(MailsOf(store).Single()));

        await using var context = await store.OpenAsync();
        (await context.Contacts.OrderBy(c => c.Id).Select(c => c.DeletedAt == null).ToListAsync(Stop)).Should().Equal(false, true);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Ask_ClosedForm_IsRefused_AndWhatWasAskedMayStillBeConfirmed()
    {
        await using var store = await CreateAsync();
        var form = await GivenFormAsync(store);
        await AskAsync(store, form, "ann@example.com");
        await store.As<SignUpFormService>(Role.Admin).CloseAsync(store.Organization, form.Id, Stop);

        (await AskAsync(store, form, "bob@example.com")).Problem!.Code.Should().Be("FORM_NOT_FOUND");
        (await ConfirmAsync(store, SecretIn(MailsOf(store).Single()))).IsOk.Should().BeTrue();
        Directory.GetFiles(Path.Combine(store.Folder, "outbox")).Should().ContainSingle("what was prepared for bob is gone");
    }

    [Fact]
    public async Task Form_MadeClosedAndReopened_IsUndoneFromTheRecord()
    {
        await using var store = await CreateAsync();
        var form = await GivenFormAsync(store);
        var (forms, undo) = (store.As<SignUpFormService>(Role.Admin), store.As<UndoService>(Role.Admin));
        async Task<bool> IsOpenAsync() => (await forms.ListAsync(store.Organization, Stop)).Value.Single().ClosedAt is null;
        var closed = (await forms.CloseAsync(store.Organization, form.Id, Stop)).Value;

        (await undo.UndoAsync(store.Organization, closed, Stop)).Value.Reversed.Should().Be(1);
        (await IsOpenAsync()).Should().BeTrue();
        await using var context = await store.OpenAsync();
        var made = await context.Audit.Where(a => a.Verb == AuditVerb.CreatedSignUpForm).Select(a => a.Id).SingleAsync(Stop);
        (await undo.UndoAsync(store.Organization, made, Stop)).Value.Reversed.Should().Be(1);
        (await IsOpenAsync()).Should().BeFalse();
        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, made, Stop)).IsOk.Should().BeFalse();
        (await forms.CloseAsync(store.Organization, form.Id, Stop)).Problem!.Code.Should().Be("ALREADY_DONE");
    }

    [Fact]
    public async Task Confirm_ALinkOlderThanAnUnsubscription_IsTooOld()
    {
        await using var store = await CreateAsync();
        var form = await GivenFormAsync(store);
        await UnsubscribeAsync(store, "ann@example.com", SuppressionReason.Unsubscribed);
        await AskAsync(store, form, "ann@example.com");
        store.Clock.Advance(TimeSpan.FromHours(2));
        await AskAsync(store, form, "ann@example.com");
        var (older, newer) = (SecretIn(MailsOf(store)[0]), SecretIn(MailsOf(store)[1]));
        (await ConfirmAsync(store, newer)).Value.State.Should().Be(SignUpState.Confirmed);
        store.Clock.Advance(TimeSpan.FromHours(2));
        await UnsubscribeAsync(store, "ann@example.com", SuppressionReason.Unsubscribed);

        (await ConfirmAsync(store, older)).Problem!.Code.Should().Be("LINK_EXPIRED");

        (await CodeAsync(store, "ann@example.com")).Should().Be("SUPPRESSED", "an old link takes back no later unsubscription");
        await AskAsync(store, form, "ann@example.com");
        await ConfirmAsync(store, SecretIn(MailsOf(store)[2]));
        (await CodeAsync(store, "ann@example.com")).Should().BeNull("a new one does");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Confirm_WhereTheCategoryIsNoMore_JoinsNothing()
    {
        await using var store = await CreateAsync();
        await AskAsync(store, await GivenFormAsync(store), "ann@example.com");
        var categories = store.As<CategoryService>(Role.Admin);
        await categories.DeleteAsync(store.Organization, (await categories.ListAsync(store.Organization, Stop)).Value.Single().Id, Stop);

        (await ConfirmAsync(store, SecretIn(MailsOf(store).Single()))).Value.State.Should().Be(SignUpState.Confirmed);

        await using var context = await store.OpenAsync();
        (await context.SegmentMembers.AnyAsync(Stop)).Should().BeFalse();
    }

    [Fact]
    public async Task Ask_WithANameOfSeveralLines_IsRefused()
    {
        await using var store = await CreateAsync();

        (await AskAsync(store, await GivenFormAsync(store), "ann@example.com", "Ann\nBcc: all", "Berg")).Problem!.Field.Should().Be("name");
        (await AskAsync(store, await GivenFormAsync(store, "Other"), "ann@example.com", "Ann", "Be\0rg")).Problem!.Field.Should().Be("surname");
    }

    [Fact]
    public async Task Form_OfACategoryInOtherCase_TakesThatCategory()
    {
        await using var store = await CreateAsync();
        var forms = store.As<SignUpFormService>(Role.Admin);
        await store.As<CategoryService>(Role.Admin).CreateAsync(store.Organization, "News", Stop);

        await forms.CreateAsync(store.Organization, "Footer", "news", Stop);

        (await forms.CategoriesAsync(store.Organization, Stop)).Value.Should().Equal("News");
        (await forms.ListAsync(store.Organization, Stop)).Value.Single().Category.Should().Be("News");
        await forms.CreateAsync(store.Organization, "Header", "Letters", Stop);
        (await store.As<AuditService>(Role.Admin).ListAsync(store.Organization, new() { Verbs = [AuditVerb.AddedCategory] }, Stop)).Value
            .Should().HaveCount(2, "each is on record");
        await store.As<SegmentService>(Role.Admin).CreateListAsync(store.Organization, "Buyers", Stop);
        (await forms.CreateAsync(store.Organization, "Side", "BUYERS", Stop)).Problem!.Field.Should().Be("category");
    }

    [Fact]
    public async Task Form_MayDoNothingElse()
    {
        await using var store = await CreateAsync();
        var form = new FormActor(store.Organization, "Newsletter");

        (await store.As<CheckService>(form).CheckAsync(store.Organization, ["a@b.test"], Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<BlockService>(form).BlockEmailAsync(store.Organization, Email("a@b.test"), null, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<SignUpService>(Role.Admin).AskAsync(store.Organization, 1, new("a@b.test", null, null), s => s, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    private static async Task<PublicForm> GivenFormAsync(TestStore store, string name = "Newsletter")
    {
        var forms = store.As<SignUpFormService>(Role.Admin);
        var id = (await forms.CreateAsync(store.Organization, name, "News", Stop)).Value;
        var token = (await forms.ListAsync(store.Organization, Stop)).Value.Single(f => f.Id == id).Token;
        return (await store.As<SignUpService>(new SystemActor()).FindFormAsync(token, Stop))!;
    }

    private static Task<Result> AskAsync(TestStore store, PublicForm form, string email, string? first = null, string? last = null) =>
        store.As<SignUpService>(new FormActor(form.Organization, form.Name)).AskAsync(form.Organization, form.Id, new(email, first, last), s => $"http://x/s/confirm/{s}", Stop);

    private static Task<Result<PublicSignUp>> ConfirmAsync(TestStore store, string secret) =>
        store.As<SignUpService>(new FormActor(store.Organization, "Newsletter")).ConfirmAsync(store.Organization, secret, Stop);

    private static async Task<string?> CodeAsync(TestStore store, string email) =>
        (await store.As<CheckService>(Role.Auditor).CheckAsync(store.Organization, [email], Stop)).Value[0].Code;

    private static async Task UnsubscribeAsync(TestStore store, string email, SuppressionReason reason) =>
        (await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, email, reason)
        {
            ExpiresAt = reason == SuppressionReason.Unsubscribed ? store.Clock.GetUtcNow().AddYears(1) : null,
        }, false, Stop)).IsOk.Should().BeTrue();

    private static string[] MailsOf(TestStore store) => [.. Directory.GetFiles(Path.Combine(store.Folder, "outbox"), "*.eml").Order().Select(File.ReadAllText)];

    private static string SecretIn(string mail) => Link().Match(mail.Replace("=\r\n", "")).Groups[1].Value;

    [GeneratedRegex("/s/confirm/([\\w-]+)")]
    private static partial Regex Link();
}
