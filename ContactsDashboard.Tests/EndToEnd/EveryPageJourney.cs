using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>Every page in light, dark and at phone width: no accessibility violation, no error on the console, nothing wider than the screen.</summary>
public sealed class EveryPageJourney(EveryPageJourney.PeopledFixture app) : IClassFixture<EveryPageJourney.PeopledFixture>
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("contacts", "/dashboard/contacts"), ("contacts-blocked", "/dashboard/contacts?status=blocked"), ("contacts-none", "/dashboard/contacts?search=nobody-like-this"),
        ("all-contacts", "/dashboard/contacts/all?org=demo"), ("all-contacts-blacklisted", "/dashboard/contacts/all?org=demo&rail=email_blacklisted"),
        ("blacklist", "/dashboard/contacts/blacklist?org=demo"), ("blacklist-phone", "/dashboard/contacts/blacklist?org=demo&channel=phone"),
        ("blacklist-none", "/dashboard/contacts/blacklist?org=demo&search=nobody-like-this"),
        ("deleted", "/dashboard/contacts/deleted?org=demo"), ("duplicates", "/dashboard/contacts/duplicates?org=demo"),
        ("duplicates-phone", "/dashboard/contacts/duplicates?org=demo&channel=phone"),
        ("segments", "/dashboard/segments?org=demo"), ("segments-none", "/dashboard/segments?org=demo&search=nobody-like-this"), ("segment-new", "/dashboard/segments/new?org=demo"),
        ("segment-new-search", "/dashboard/segments/new?org=demo&q=country:DE&name=Germans"), ("segment-none", "/dashboard/segments/seg_zzzz?org=demo"),
        ("segment-dynamic", "/dashboard/segments/seg_6?org=demo"), ("segment-category", "/dashboard/segments/seg_1?org=demo"),
        ("analytics", "/dashboard/analytics?org=demo"), ("analytics-lost", "/dashboard/analytics?org=demo&slice=lost&days=365"), ("analytics-phone", "/dashboard/analytics?org=demo&channel=phone&slice=never_sent"),
        ("contact-new", "/dashboard/contacts/new"), ("contact", "/dashboard/contacts/cnt_1"), ("contact-edit", "/dashboard/contacts/cnt_1/edit"),
        ("contact-none", "/dashboard/contacts/cnt_zzzz"), ("deliverability", "/dashboard/deliverability?org=demo"), ("bounce-mail", "/dashboard/deliverability/bounce-mail?org=demo"), ("platform", "/dashboard/platform?org=platform"),
        ("requests", "/dashboard/requests?org=demo"), ("requests-all", "/dashboard/requests?org=demo&tab=all"), ("request-none", "/dashboard/requests/req_zzzz?org=demo"),
        ("request", "/dashboard/requests/req_1?org=demo"), ("requests-platform", "/dashboard/requests?org=platform&tab=platform"), ("platform-refused", "/dashboard/platform?org=demo"),
        ("mail", "/dashboard/mail?org=demo"), ("events", "/dashboard/events?org=demo"), ("activity", "/dashboard/activity"),
        ("activity-none", "/dashboard/activity?subject=nobody-like-this"), ("keys", "/dashboard/keys?org=demo"), ("webhooks", "/dashboard/keys/webhooks?org=demo"),
        ("import", "/dashboard/import?org=demo"), ("import-none", "/dashboard/import?org=demo&job=job_zzz"), ("exports", "/dashboard/exports?org=demo"),
        ("settings", "/dashboard/settings"), ("erasure", "/dashboard/settings/erasure?org=demo"), ("password", "/account/password"), ("authenticator", "/account/authenticator"), ("api", "/api"),
        ("not-found", "/dashboard/nothing-here"),
    ];

    [Theory]
    // Colours and layout have nothing to do with each other: each of both is looked at once.
    [InlineData("light", 1440)]
    [InlineData("dark", 390)]
    public async Task Pages_InThisLook_AreAccessibleAndFit(string look, int width)
    {
        await GivenMailAsync();
        var ann = await app.GivenVisitorAsync(dark: look == "dark", width);
        await ann.SignInAsync();
        foreach (var (name, path) in Pages)
        {
            await ann.Page.GotoAsync(path);
            if (path.StartsWith("/dashboard", StringComparison.Ordinal) && name != "not-found")
                await ann.ReadyAsync();
            await ann.ShouldBeAccessibleAsync($"{name} {look} {width}");
            await ann.PictureAsync($"{name}-{look}-{width}");
            (await ann.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().BeLessThanOrEqualTo(0, "{0} at {1} px", name, width);
        }
        ann.Errors.Where(e => !e.Contains("404", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public async Task Accessibility_OfAFaultyPage_IsComplainedOf()
    {
        var ann = await app.GivenVisitorAsync();
        await ann.Page.GotoAsync("/account/sign-in");
        await ann.Page.EvaluateAsync("() => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\"><p id=\"pale\">Pale</p>')");
        await ann.Page.EvaluateAsync("() => { Object.assign(document.querySelector('#pale').style, { color: '#ccc', background: '#fff' }); }");

        var check = () => ann.ShouldBeAccessibleAsync("faulty page");

        (await check.Should().ThrowAsync<Exception>()).Which.Message.Should().ContainAll("faulty page", "image-alt", "color-contrast");
    }

    [Fact]
    public async Task Bulk_AllMatching_BlocksPreviewedSetAndUndoes()
    {
        await GivenMailAsync();
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync("operator@demo.example");
        await ann.GoAsync("/dashboard/contacts?search=sourceforge");
        await ann.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Select all on this page" }).CheckAsync();
        await ann.Button("Block emails").ClickAsync();
        var dialog = ann.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        await ann.ShouldBeAccessibleAsync("bulk dialog");
        await ann.PictureAsync("bulk");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Block \\d+ addresses$") }).ClickAsync();
        await Expect(dialog.GetByText("blocked", new() { Exact = false }).First).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
        var blocked = ann.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Blocked" });
        await Expect(blocked.First).ToBeVisibleAsync();
        await ann.Button("Undo").ClickAsync();
        await Expect(blocked).ToHaveCountAsync(0);
        ann.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Keyboard_MovesSelectsBlocksAndSearches()
    {
        await GivenMailAsync();
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync();
        await ann.GoAsync("/dashboard/contacts?search=deersoft");
        await ann.Page.Keyboard.PressAsync("j");
        await ann.Page.Keyboard.PressAsync("b");
        await Expect(ann.Row("craig@deersoft.com")).ToContainTextAsync("Blocked");
        await ann.Page.Keyboard.PressAsync("u");
        await Expect(ann.Dialog("Unblock craig@deersoft.com?")).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Dialog("Unblock craig@deersoft.com?")).ToBeHiddenAsync();
        await ann.Button("Undo").ClickAsync();
        await Expect(ann.Row("craig@deersoft.com")).ToContainTextAsync("Active");
        await ann.Page.Keyboard.PressAsync("/");
        await Expect(ann.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search contacts" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Auditor_SeesEverythingAndIsOfferedNothing()
    {
        await GivenMailAsync();
        var eve = await app.GivenVisitorAsync();
        await eve.SignInAsync("auditor@demo.example");
        await eve.GoAsync("/dashboard/contacts?search=deersoft");

        await Expect(eve.Row("craig@deersoft.com")).ToBeVisibleAsync();
        await Expect(eve.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Actions for") })).ToHaveCountAsync(0);
    }

    private async Task GivenMailAsync()
    {
        var demo = await app.FindAsync("demo");
        await app.As<DerivationRuleService>(new SystemActor()).AnswerOwnDomainsAsync(demo, [], TestStore.Stop);
        var imports = app.As<MailImportService>(new SystemActor());
        await imports.ImportMessagesAsync(demo, MailFiles.ReadAsync([Path.Combine(AppContext.BaseDirectory, "Mail", "Samples", "ham-2002.mbox.gz")], TestStore.Stop), TestStore.Stop);
        var blocks = app.As<BlockService>(new UserActor(1, "admin@demo.example"));
        await blocks.BlockDomainAsync(demo, "deepeddy.com", [], "Asked by phone", TestStore.Stop);
        await blocks.BlockEmailAsync(demo, TestStore.Email("fork@xent.com"), null, TestStore.Stop);
        await app.As<SuppressionService>(new UserActor(1, "admin@demo.example")).AddAsync(demo,
            new(SuppressionScope.Email, "deafbox@hotmail.com", SuppressionReason.Complained), false, TestStore.Stop);
        await app.As<RequestService>(new SystemActor()).FileAsync(demo, new(RequestKind.Reactivate, RequestChannels.Email,
            new RequestSubject.Named(["deafbox@hotmail.com", "fork@xent.com"]), "They wrote to us again.", true), TestStore.Stop);
    }

    /// <summary>With people on every page.</summary>
    public sealed class PeopledFixture : BrowserFixture
    {
        protected override bool HasPeople => true;
    }
}
