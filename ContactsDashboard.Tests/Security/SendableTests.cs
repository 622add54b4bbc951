using System.Reflection;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Security;

/// <summary>
/// Every way that could make somebody sendable is walked by every role for every reason: the gate opens only by a release of whoever may release that
/// reason, or by a subscriber's own renewed opt-in.
/// </summary>
public sealed class SendableTests
{
    // Use cases that touch no contact, no address and no entry, or only read.
    private static readonly string[] Harmless =
    [
        "ApiKeyService.", "MemberService.", "FieldService.", "CategoryService.", "SavedSearchService.", "MailSourceService.", "OrganizationService.", "FilterFieldService.",
        "DeliverabilityService.", "AuditService.", "ContactsService.", "AllContactsService.", "CheckService.", "SuppressionListService.", "ContactExportService.",
        "ContactImportService.DescribeAsync", "ContactImportService.RejectedAsync", "SeedService.",
        "JobService.", "MailReportService.", "BlacklistService.CardAsync", "SignUpFormService.CloseAsync", "SignUpFormService.ReopenAsync", "SuppressionImportService.RejectedAsync",
        "RequestListService.", "RequestService.CommentAsync", "RequestService.WithdrawAsync", "RequestDeskService.RejectAsync", "NotificationService.", "ProposalService.",
        "WebhookService.", "EventSourceService.", "SoftBounceService.", "SegmentService.", "SegmentSourceService.", "SegmentMemberService.RemoveAsync", "AnalyticsService.",
    ];

    private static readonly string[] Reading = ["ListAsync", "GetAsync", "FindAsync", "StateAsync", "CountAsync", "LatestAsync", "PastAsync", "BlockedAgainAsync", "GroupAsync", "KnownAsync",
        "RecountStateAsync", "CategoriesAsync", "RejectionsAsync", "PreviewAsync", "PreviewEntryAsync", "PreviewEmailAsync", "PreviewDomainAsync"];

    private static readonly (SuppressionReason Reason, SuppressionSource Source, SuppressionScope Scope)[] Blocks =
    [
        (SuppressionReason.Manual, SuppressionSource.Operator, SuppressionScope.Email), (SuppressionReason.Bounced, SuppressionSource.Event, SuppressionScope.Email),
        (SuppressionReason.Complained, SuppressionSource.Event, SuppressionScope.Email), (SuppressionReason.SpamTrap, SuppressionSource.Operator, SuppressionScope.Email),
        (SuppressionReason.Unsubscribed, SuppressionSource.Form, SuppressionScope.Email), (SuppressionReason.Complained, SuppressionSource.Import, SuppressionScope.Domain),
    ];

    [Fact]
    public void UseCases_AreEachWalkedOrKnownToBeHarmless()
    {
        var walked = SendableWays.All.SelectMany(w => w.Takes).ToHashSet();
        var unknown = typeof(AccessService).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsPublic: true } && t.Name.EndsWith("Service", StringComparison.Ordinal) && t != typeof(AccessService))
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => m.GetParameters().FirstOrDefault()?.ParameterType == typeof(OrganizationId)).Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Distinct()
            .Where(name => !walked.Contains(name) && !Reading.Contains(name.Split('.')[1]) && !Array.Exists(Harmless, h => name.StartsWith(h, StringComparison.Ordinal)));

        unknown.Should().BeEmpty("a new use case is walked here, or named among those that cannot free anybody");
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Support)]
    [InlineData(Role.Admin)]
    public Task Ways_ByAMember_FreeNobodyButByARelease(Role role) => WalkAsync(store => store.Person(role), RolePermissions.Of(role));

    [Fact]
    public Task Ways_ByAKeyWithoutTheScopeForIt_FreeNoneOfTheGuarded()
    {
        const Permissions scopes = Permissions.ViewContacts | Permissions.EditContacts | Permissions.DeleteContacts | Permissions.Block | Permissions.Release | Permissions.ViewAudit
            | Permissions.ManageSegments | Permissions.Export | Permissions.RecordActivity | Permissions.ImportMail | Permissions.ViewSuppressions;
        return WalkAsync(store => new ApiKeyActor(1, store.Organization, "shop", scopes), scopes);
    }

    private static async Task WalkAsync(Func<TestStore, Actor> who, Permissions permissions)
    {
        await using var store = await CreateAsync();
        var actor = who(store);
        var stillBlocked = new List<string>();
        foreach (var (way, number) in SendableWays.All.Select((w, i) => (w, i)))
        {
            foreach (var (reason, source, scope) in Blocks)
            {
                var blocked = await GivenBlockedAsync(store, actor, $"w{number}-{(int)reason}-{(int)scope}", reason, source, scope);

                await way.Walk(blocked);

                var isFree = await store.MayBeSentToAsync(blocked.Email);
                // The release is there for those who have the right: that it frees shows that the gate is asked at all.
                if (way.Name == "release" && actor is UserActor)
                    isFree.Should().Be(MayBeFreed(way.Frees, permissions, reason, source, scope), "{0} by {1}", reason, actor.Label);
                if (isFree)
                    MayBeFreed(way.Frees, permissions, reason, source, scope).Should().BeTrue("“{0}” freed a {1} entry of {2}", way.Name, reason, source);
                else
                    stillBlocked.Add(blocked.Email);
            }
        }
        // What one way did to all of them shows at the end.
        foreach (var email in stillBlocked)
            (await store.MayBeSentToAsync(email)).Should().BeFalse(email);
        await store.ShouldAgreeAsync();
    }

    private static bool MayBeFreed(MayFree way, Permissions permissions, SuppressionReason reason, SuppressionSource source, SuppressionScope scope) => way switch
    {
        MayFree.WhoMayRelease => permissions.HasFlag(Permissions.Release) && (!Suppression.IsGuardedReason(reason, source) || permissions.HasFlag(Permissions.ReleaseGuarded)),
        MayFree.UnsubscribedByOptIn => reason == SuppressionReason.Unsubscribed && scope == SuppressionScope.Email,
        _ => false,
    };

    // In a domain of its own, with a contact from mail and another one entered, both of the one blocked address.
    private static async Task<Blocked> GivenBlockedAsync(TestStore store, Actor actor, string name, SuppressionReason reason, SuppressionSource source, SuppressionScope scope)
    {
        var email = $"ann@{name}.test";
        var contact = await store.GivenPersonAsync(email);
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        var twin = await store.GivenEnteredAsync(email);
        store.Clock.Advance(TimeSpan.FromHours(2)); // a sign-up asks an address once an hour
        var added = (await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization,
            new(scope, scope == SuppressionScope.Domain ? $"{name}.test" : email, reason), false, Stop)).Value;
        await store.Get<StoreWriter>().WriteAsync<int>(store.Organization, async context =>
            await context.Suppressions.Where(s => s.Id == added.Entry.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Source, source), Stop), Stop);
        (await store.MayBeSentToAsync(email)).Should().BeFalse();
        return new(store, actor, email, contact, twin, added.Entry.Id, [added.Change!.AuditId]);
    }
}
