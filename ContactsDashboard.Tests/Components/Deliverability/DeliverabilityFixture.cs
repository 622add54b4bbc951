using AngleSharp.Dom;
using Bunit;
using ContactsDashboard.Components.Pages.Deliverability;
using ContactsDashboard.Components.Pages.Platform;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.SuppressionFiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Components.Contacts;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Tests.Components.Deliverability;

/// <summary>The deliverability page over real services and a store of its own.</summary>
public abstract class DeliverabilityFixture : ContactsPageFixture
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    protected DeliverabilityFixture() => JSInterop.Mode = JSRuntimeMode.Loose;

    protected IRenderedComponent<DeliverabilityPage> OpenPage(string query = "")
    {
        Navigation.NavigateTo($"/dashboard/deliverability?org=acme{query}");
        return Render<DeliverabilityPage>(p => p.AddCascadingValue(Organization));
    }

    protected Task RunJobsAsync() => Service<JobRunner>().RunQueuedAsync([.. JobRunner.Interactive, .. JobRunner.Imports], Ending);

    protected async Task<LedgerEntry> GivenEntryAsync(string value, SuppressionReason reason = SuppressionReason.Manual,
        SuppressionEdit? edit = null) =>
        (await Service<SuppressionService>().AddAsync(Organization.Id,
            (edit ?? new(SuppressionText.ScopeOf(value), value, reason)) with { Scope = SuppressionText.ScopeOf(value), Value = value,
                Reason = reason }, false, Ending)).Value.Entry;

    /// <summary>A bounce a program reported, with what the other side said.</summary>
    protected async Task GivenBounceAsync(string email, string code = "550 5.1.1", string text = "No such user")
    {
        var actor = Service<CurrentActor>().Actor;
        Service<CurrentActor>().Actor = new ApiKeyActor(1, Organization.Id, "bounces", RolePermissions.Of(Role.Support));
        await GivenEntryAsync(email, SuppressionReason.Bounced, new(default, null, default) { Evidence = new(code, text) });
        Service<CurrentActor>().Actor = actor;
    }

    /// <summary>What is stored now.</summary>
    protected async Task<IReadOnlyList<LedgerEntry>> StoredAsync(SuppressionsQuery? query = null) =>
        (await Service<SuppressionListService>().ListAsync(Organization.Id, (query ?? new()) with { Limit = 100 }, Ending)).Value.Rows;

    protected async Task<string[]> StoredValuesAsync() => [.. (await StoredAsync()).Select(e => e.Value).Order(StringComparer.Ordinal)];

    /// <summary>The file went to the server over HTTP; the page hears of it.</summary>
    protected async Task UploadAsync(IRenderedComponent<DeliverabilityPage> page, string csv)
    {
        await using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv));
        var job = (await Service<SuppressionImportService>().UploadAsync(Organization.Id, "list.csv", content, Ending)).Value;
        await page.Find("form.drop").TriggerEventAsync("onuploaded",
            new UploadedEventArgs { Ok = true, Status = 200, Json = $$"""{"jobs":["{{PublicId.Format(PublicId.Job, job)}}"]}""" });
    }

    /// <summary>From now on somebody with this role in the platform's organisation is at work.</summary>
    protected async Task<OrganizationView> ActInPlatformAsync(Role role)
    {
        Service<CurrentActor>().Actor = new SystemActor();
        var id = await Service<OrganizationService>().FindAsync("platform", Ending)
            ?? (await Service<OrganizationService>().CreateAsync("platform", "Platform", platform: true, Ending)).Value;
        var member = (await Service<MemberService>().AddAsync(id, $"{role}@platform.example", role, null, Ending)).Value;
        Service<CurrentActor>().Actor = new UserActor(member.UserId, $"{role}@platform.example");
        return (await Service<OrganizationService>().OpenAsync("platform", Ending))!;
    }

    protected IRenderedComponent<PlatformPage> OpenPlatform(OrganizationView organization, string query = "")
    {
        Navigation.NavigateTo($"/dashboard/platform?org=platform{query}");
        return Render<PlatformPage>(p => p.AddCascadingValue(organization));
    }
}

/// <summary>Finds what a person would on the pages with a suppression list.</summary>
internal static class DeliverabilityReading
{
    public static string[] Values<T>(this IRenderedComponent<T> page) where T : IComponent =>
        [.. page.FindAll("tr[data-row] .row-link").Select(e => e.TextContent)];

    /// <summary>The same is offered at the top of the page and where it is empty.</summary>
    public static IReadOnlyList<IElement> Buttons<T>(this IRenderedComponent<T> page, string name) where T : IComponent =>
        [.. page.FindAll("button").Where(b => Reading.NameOf(b) == name)];

    public static IElement Dialog<T>(this IRenderedComponent<T> page, string name) where T : IComponent =>
        page.FindAll("dialog").Single(d => page.Find($"#{d.GetAttribute("aria-labelledby")}").TextContent == name);

    public static IElement Field<T>(this IRenderedComponent<T> page, string label) where T : IComponent =>
        page.Find("#" + page.FindAll("form label, dialog label")
            .Single(l => l.ChildNodes[0].TextContent.Trim() == label).GetAttribute("for"));

    public static Task OpenDrawerAsync<T>(this IRenderedComponent<T> page, string value) where T : IComponent =>
        page.FindAll("tr[data-row] .row-link").Single(e => e.TextContent == value).ClickAsync(new());

    public static Task SubmitAsync<T>(this IRenderedComponent<T> page) where T : IComponent => page.Find("dialog form").SubmitAsync();

    public static Task SubmitAsync(this IElement form) => form.TriggerEventAsync("onsubmit", EventArgs.Empty);
}
