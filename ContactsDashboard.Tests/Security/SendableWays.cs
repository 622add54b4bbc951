using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Blacklist;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Deliverability;
using ContactsDashboard.Services.Duplicates;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Events;
using ContactsDashboard.Services.Lists;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Merging;
using ContactsDashboard.Services.Orders;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.SuppressionFiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Tokens;
using ContactsDashboard.Services.Unsubscribes;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Security;

/// <summary>A blocked person and somebody who tries: what a way is walked with.</summary>
/// <param name="Blocks">The changes that made the block, for undoing them.</param>
internal sealed record Blocked(TestStore Store, Actor Actor, string Email, long Contact, long Twin, long Entry, IReadOnlyList<long> Blocks)
{
    public OrganizationId Organization => Store.Organization;

    public T As<T>() where T : notnull => Store.As<T>(Actor);
}

/// <summary>What a way may end in.</summary>
internal enum MayFree { Nobody, WhoMayRelease, UnsubscribedByOptIn }

/// <summary>One way that could make somebody sendable, by the use cases it takes.</summary>
internal sealed record Way(string Name, MayFree Frees, string[] Takes, Func<Blocked, Task> Walk);

/// <summary>Every way there is from a use case to the gate.</summary>
internal static class SendableWays
{
    public static readonly IReadOnlyList<Way> All =
    [
        new("release", MayFree.WhoMayRelease, ["ReleaseService.ReleaseAsync"], b => b.As<ReleaseService>().ReleaseAsync(b.Organization, Email(b.Email), DomainRelease.Remove, Stop)),
        new("exempt", MayFree.WhoMayRelease, ["ReleaseService.ReleaseAsync"], b => b.As<ReleaseService>().ReleaseAsync(b.Organization, Email(b.Email), DomainRelease.Exempt, Stop)),
        new("delete the entry", MayFree.WhoMayRelease, ["SuppressionService.DeleteAsync"], b => b.As<SuppressionService>().DeleteAsync(b.Organization, b.Entry, Stop)),
        new("let it expire", MayFree.WhoMayRelease, ["SuppressionService.ChangeAsync"], LetExpireAsync),
        new("exempt by an edit", MayFree.WhoMayRelease, ["SuppressionService.ChangeAsync"],
            b => b.As<SuppressionService>().ChangeAsync(b.Organization, b.Entry, new() { Exceptions = [b.Email] }, Stop)),
        new("one click", MayFree.WhoMayRelease, ["StandingService.ClickAsync"], ClickAsync),
        new("bulk release", MayFree.WhoMayRelease, ["BulkService.PreviewAsync", "BulkService.StartAsync"], BulkReleaseAsync),
        new("release what matches", MayFree.WhoMayRelease, ["ReleaseMatchingService.PreviewAsync", "ReleaseMatchingService.StartAsync"], ReleaseMatchingAsync),
        new("undo the block", MayFree.WhoMayRelease, ["UndoService.UndoAsync", "UndoService.StartAsync"], UndoBlocksAsync),
        new("block again and undo that", MayFree.Nobody, ["BlockService.BlockEmailAsync", "BlockService.BlockDomainAsync", "SuppressionService.AddAsync",
            "SuppressionBatchService.AddAsync", "UndoService.UndoAsync"], BlockAndUndoAsync),
        new("tell of good news", MayFree.Nobody, ["EventService.RecordAsync"], TellGoodNewsAsync),
        new("import suppressions", MayFree.Nobody, ["SuppressionImportService.UploadAsync", "SuppressionImportService.PreviewAsync", "SuppressionImportService.StartAsync"], ImportAsync),
        new("import contacts", MayFree.Nobody, ["ContactImportService.UploadAsync", "ContactImportService.StartDryRunAsync", "ContactImportService.StartAsync", "UndoService.UndoAsync"], ImportContactsAsync),
        new("create the contact again", MayFree.Nobody, ["ProfileService.CreateAsync"], b => b.As<ProfileService>().CreateAsync(b.Organization, new() { Email = b.Email }, new(true), Stop)),
        new("edit the address and back", MayFree.Nobody, ["ProfileService.EditAsync"], EditAsync),
        new("delete and restore", MayFree.Nobody, ["ProfileService.DeleteAsync", "ProfileService.RestoreAsync", "UndoService.UndoAsync"], DeleteAndRestoreAsync),
        new("bulk delete, restore, add to lists", MayFree.Nobody, ["ContactBulkService.PreviewAsync", "BulkService.StartAsync", "SegmentService.CreateListAsync"], BulkContactsAsync),
        new("delete a segment with them, and undo that", MayFree.Nobody, ["SegmentMemberService.AddAsync", "SegmentDeletionService.DeleteAsync", "UndoService.UndoAsync"],
            DeleteSegmentAsync),
        new("merge and take apart", MayFree.Nobody, ["MergeService.MergeAsync", "UndoService.UndoAsync"], MergeAsync),
        new("remove duplicates", MayFree.Nobody, ["DuplicateService.PreviewAsync", "BulkService.StartAsync"], RemoveDuplicatesAsync),
        new("count again", MayFree.Nobody, ["BlacklistService.RecountAsync"], b => b.As<BlacklistService>().RecountAsync(b.Organization, Stop)),
        new("sign up again", MayFree.UnsubscribedByOptIn, ["SignUpFormService.CreateAsync", "SignUpService.AskAsync", "SignUpService.ConfirmAsync"], SignUpAsync),
        new("unsubscribe and subscribe again", MayFree.UnsubscribedByOptIn, ["UnsubscribeService.LinksAsync", "UnsubscribeService.UnsubscribeAsync", "UnsubscribeService.ChooseAsync",
            "SignUpService.ConfirmAsync"], UnsubscribeAsync),
        new("mail from them", MayFree.Nobody, ["MailImportService.ImportMessagesAsync", "MailImportService.ImportFilesAsync", "MailImportService.UploadAsync"], MailAsync),
        new("buy, register, read", MayFree.Nobody, ["OrderService.AddAsync", "TokenService.AddAsync", "TokenService.RemoveAsync", "ActivityService.RecordAsync"], CollectAsync),
        new("change the plan", MayFree.Nobody, ["PlanService.ChangeAsync"], ChangePlanAsync),
        new("ask Support", MayFree.WhoMayRelease, ["RequestService.FileAsync", "RequestDeskService.ApproveAsync"], AskSupportAsync),
        new("erase and readmit", MayFree.Nobody, ["ErasureService.StartAsync", "ErasureListService.ReadmitAsync"], EraseAndReadmitAsync),
        new("into a list, out of it and in again", MayFree.Nobody, ["ListService.CreateAsync", "ListService.ChangeAsync", "ListService.DeleteAsync", "ListContactService.AddAsync",
            "ListContactService.ChangeAsync", "ListContactService.RemoveAsync", "ListContactService.SuppressAsync", "ListContactService.FindToSuppressAsync"], ListAndUnlistAsync),
        new("change the rules", MayFree.Nobody, ["DerivationRuleService.AddAsync", "DerivationRuleService.RemoveAsync", "DerivationRuleService.AnswerOwnDomainsAsync"], ChangeRulesAsync),
    ];

    private static async Task ListAndUnlistAsync(Blocked b)
    {
        var (lists, contacts) = (b.As<ListService>(), b.As<ListContactService>());
        var list = await lists.CreateAsync(b.Organization, new($"List {b.Email}", null, []), Stop);
        if (!list.IsOk)
            return;
        var edit = new ListContactEdit(new HashSet<string> { "email" }, b.Email, null, null, null, new Dictionary<string, System.Text.Json.JsonElement>(), null, new(null, null, null, null));
        for (var i = 0; i < 2 && await contacts.AddAsync(b.Organization, list.Value.Id, edit, Stop) is { IsOk: true, Value.Id: var contact }; i++)
        {
            await contacts.SuppressAsync(b.Organization, list.Value.Id, contact, SuppressionReason.Unsubscribed, Stop);
            await contacts.RemoveAsync(b.Organization, list.Value.Id, contact, Stop);
        }
        await lists.DeleteAsync(b.Organization, list.Value.Id, Stop);
    }

    private static async Task AskSupportAsync(Blocked b)
    {
        var edit = new RequestEdit(RequestKind.Reactivate, RequestChannels.Email, new RequestSubject.Named([b.Email]), "They wrote to us", true);
        var filed = (await b.Store.As<RequestService>(Role.Auditor).FileAsync(b.Organization, edit, Stop)).Value;
        var preview = await b.As<RequestDeskService>().PreviewAsync(b.Organization, filed.Id, Stop);
        await b.As<RequestDeskService>().ApproveAsync(b.Organization, filed.Id, preview.IsOk ? preview.Value.Number : 0, null, Stop);
        await b.Store.RunJobsAsync();
    }

    private static async Task EraseAndReadmitAsync(Blocked b)
    {
        var (service, target) = (b.As<ErasureService>(), ErasureTarget.Of(b.Email));
        if (await service.PreviewAsync(b.Organization, target, Stop) is not { IsOk: true, Value: var preview })
            return;
        await service.StartAsync(b.Organization, new(target, preview.Confirm, false, preview.ContactCount), Stop);
        await b.Store.RunJobsAsync();
        var erased = (await b.As<ErasureListService>().ListAsync(b.Organization, 1, null, Stop)).Value.Rows[0];
        (await b.As<ErasureListService>().ReadmitAsync(b.Organization, erased.Id, "They came back", Stop)).IsOk.Should().BeTrue();
        await b.As<ProfileService>().CreateAsync(b.Organization, new() { Email = b.Email }, new(true), Stop);
    }

    private static async Task LetExpireAsync(Blocked b)
    {
        await b.As<SuppressionService>().ChangeAsync(b.Organization, b.Entry, new() { ChangesExpiry = true, ExpiresAt = b.Store.Clock.GetUtcNow().AddMinutes(1) }, Stop);
        b.Store.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    private static async Task ClickAsync(Blocked b)
    {
        foreach (var click in Enum.GetValues<OneClick>().Where(c => StandingService.NeededFor(c) == Permissions.Release))
            await b.As<StandingService>().ClickAsync(b.Organization, b.Contact, click, b.Email, Stop);
    }

    private static async Task BulkReleaseAsync(Blocked b)
    {
        var address = (await b.Store.As<ContactsDashboard.Services.Contacts.ContactsService>(Role.Admin).ListAsync(b.Organization, new() { Search = b.Email }, Stop)).Value.Rows;
        var preview = await b.As<BulkService>().PreviewAsync(b.Organization, BulkAction.Release, BulkSelection.AllMatching(new() { Search = b.Email }), Stop);
        address.Should().NotBeEmpty();
        await RunAsync(b, preview.IsOk ? preview.Value.JobId : null);
    }

    private static async Task ReleaseMatchingAsync(Blocked b)
    {
        var matching = b.As<ReleaseMatchingService>();
        var preview = await matching.PreviewAsync(b.Organization, new() { Email = b.Email }, Stop);
        if (preview.IsOk)
            await matching.StartAsync(b.Organization, preview.Value, Stop);
        await b.Store.RunJobsAsync();
    }

    private static async Task UndoBlocksAsync(Blocked b)
    {
        foreach (var block in b.Blocks)
        {
            await b.As<UndoService>().UndoAsync(b.Organization, block, Stop);
            await b.As<UndoService>().StartAsync(b.Organization, block, Stop);
        }
        await b.Store.RunJobsAsync();
    }

    private static async Task BlockAndUndoAsync(Blocked b)
    {
        var edit = new SuppressionEdit(SuppressionScope.Email, b.Email, SuppressionReason.Manual) { ExpiresAt = b.Store.Clock.GetUtcNow().AddDays(1) };
        long?[] changes =
        [
            Id(await b.As<BlockService>().BlockEmailAsync(b.Organization, Email(b.Email), null, Stop)),
            Id(await b.As<BlockService>().BlockDomainAsync(b.Organization, Email(b.Email).Domain.Value, [Email(b.Email)], null, Stop)),
            await b.As<SuppressionService>().AddAsync(b.Organization, edit, false, Stop) is { IsOk: true, Value: var added } ? added.Change?.AuditId : null,
            await b.As<SuppressionBatchService>().AddAsync(b.Organization, [edit], Stop) is { IsOk: true, Value: var many } ? many.Change?.AuditId : null,
        ];
        foreach (var change in changes.OfType<long>())
            await b.As<UndoService>().UndoAsync(b.Organization, change, Stop);
    }

    private static async Task ImportAsync(Blocked b)
    {
        var imports = b.As<SuppressionImportService>();
        var file = $"email,reason,expires\n{b.Email},manual,2026-11-22\n";
        var upload = await imports.UploadAsync(b.Organization, "list.csv", new MemoryStream(Encoding.UTF8.GetBytes(file)), Stop);
        var preview = upload.IsOk ? await imports.PreviewAsync(b.Organization, upload.Value, SuppressionReason.Manual, Stop) : upload.Problem!;
        if (preview.IsOk)
            await imports.StartAsync(b.Organization, preview.Value, SuppressionReason.Manual, Stop);
        await b.Store.RunJobsAsync();
    }

    private static async Task ImportContactsAsync(Blocked b)
    {
        var imports = b.As<ContactImportService>();
        var file = $"email,first name,status\n{b.Email},New,active\n";
        var upload = await imports.UploadAsync(b.Organization, "list.csv", new MemoryStream(Encoding.UTF8.GetBytes(file)), Stop);
        if (!upload.IsOk)
            return;
        await imports.StartDryRunAsync(b.Organization, upload.Value, new() { Columns = ["email", "firstName", b.Actor is UserActor ? "" : "status"], ClearsEmpty = true, RestoresDeleted = true }, null, Stop);
        await b.Store.RunJobsAsync();
        await imports.StartAsync(b.Organization, upload.Value, new(true), Stop);
        await b.Store.RunJobsAsync();
        var state = await imports.StateAsync(b.Organization, upload.Value, Stop);
        if (state is { IsOk: true, Value.AuditId: { } audit })
            await b.As<UndoService>().UndoAsync(b.Organization, audit, Stop);
    }

    private static async Task EditAsync(Blocked b)
    {
        foreach (var email in new[] { $"other-{b.Email}", b.Email })
        {
            var shown = (await b.Store.As<ProfileService>(Role.Admin).GetAsync(b.Organization, b.Contact, Stop)).Value;
            var edited = await b.As<ProfileService>().EditAsync(b.Organization, b.Contact, shown.Entered with { Email = email }, shown.UpdatedAt, Stop);
            if (edited is { IsOk: true, Value.AuditId: { } change })
                await b.As<UndoService>().UndoAsync(b.Organization, change, Stop);
        }
    }

    private static async Task DeleteAndRestoreAsync(Blocked b)
    {
        var deleted = await b.As<ProfileService>().DeleteAsync(b.Organization, b.Contact, "test", Stop);
        var restored = await b.As<ProfileService>().RestoreAsync(b.Organization, b.Contact, Stop);
        foreach (var change in new[] { Id(restored), Id(deleted) }.OfType<long>())
            await b.As<UndoService>().UndoAsync(b.Organization, change, Stop);
    }

    private static async Task BulkContactsAsync(Blocked b)
    {
        var lists = await b.As<SegmentService>().CreateListAsync(b.Organization, $"List of {b.Email}", Stop);
        ContactBulkAction[] actions = [new ContactBulkAction.AddTo([lists.IsOk ? lists.Value.Id : 0]), new ContactBulkAction.Delete(null, ContactRail.None), new ContactBulkAction.Restore()];
        foreach (var action in actions)
        {
            var preview = await b.As<ContactBulkService>().PreviewAsync(b.Organization, action, ContactSelection.Of([b.Contact, b.Twin]), Stop);
            if (await RunAsync(b, preview.IsOk ? preview.Value.JobId : null) is { } change)
                await b.As<UndoService>().UndoAsync(b.Organization, change, Stop);
        }
    }

    private static async Task DeleteSegmentAsync(Blocked b)
    {
        var list = await b.As<SegmentService>().CreateListAsync(b.Organization, $"Segment of {b.Email}", Stop);
        if (!list.IsOk)
            return;
        await b.As<SegmentMemberService>().AddAsync(b.Organization, list.Value.Id, [b.Contact, b.Twin], Stop);
        var preview = await b.As<SegmentDeletionService>().PreviewAsync(b.Organization, list.Value.Id, true, Stop);
        var deleted = await b.As<SegmentDeletionService>().DeleteAsync(b.Organization, list.Value.Id, preview.IsOk ? preview.Value.Contacts?.JobId : null, Stop);
        await b.Store.RunJobsAsync();
        if (deleted.IsOk)
            await b.As<UndoService>().UndoAsync(b.Organization, deleted.Value.AuditId, Stop);
    }

    private static async Task MergeAsync(Blocked b)
    {
        var preview = await b.As<MergeService>().PreviewAsync(b.Organization, [b.Contact, b.Twin], Stop);
        if (preview.IsOk && await b.As<MergeService>().MergeAsync(b.Organization, preview.Value.Proposed with { SurvivorId = b.Twin }, Stop) is { IsOk: true, Value: var merged })
        {
            (await b.Store.MayBeSentToAsync(b.Email)).Should().BeFalse();
            await b.As<UndoService>().UndoAsync(b.Organization, merged.Change.AuditId, Stop);
        }
    }

    private static async Task RemoveDuplicatesAsync(Blocked b)
    {
        var preview = await b.As<DuplicateService>().PreviewAsync(b.Organization, new(DuplicateChannel.Email, KeptContact.Latest), Stop);
        if (await RunAsync(b, preview.IsOk ? preview.Value.JobId : null) is { } change)
            await b.As<UndoService>().UndoAsync(b.Organization, change, Stop);
    }

    private static async Task SignUpAsync(Blocked b)
    {
        var form = await b.Store.As<SignUpFormService>(Role.Admin).CreateAsync(b.Organization, $"Form of {b.Email}", null, Stop);
        var (visitor, secret) = (new FormActor(b.Organization, "form"), (string?)null);
        await b.Store.As<SignUpService>(visitor).AskAsync(b.Organization, form.Value, new(b.Email, null, null), s => $"http://x/{secret = s}", Stop);
        if (secret is not null)
            await b.Store.As<SignUpService>(visitor).ConfirmAsync(b.Organization, secret, Stop);
    }

    private static async Task UnsubscribeAsync(Blocked b)
    {
        var (visitor, secret) = (new FormActor(b.Organization, "link"), (string?)null);
        var token = (await b.Store.As<UnsubscribeService>(Role.Admin).LinksAsync(b.Organization, [b.Email], null, Stop)).Value[0].Token!;
        await b.Store.As<UnsubscribeService>(visitor).UnsubscribeAsync(b.Organization, token, Stop);
        b.Store.Clock.Advance(TimeSpan.FromSeconds(1));
        await b.Store.As<UnsubscribeService>(visitor).ChooseAsync(b.Organization, token, [], s => $"http://x/{secret = s}", Stop);
        if (secret is not null)
            await b.Store.As<SignUpService>(visitor).ConfirmAsync(b.Organization, secret, Stop);
    }

    private static async Task MailAsync(Blocked b)
    {
        string Mail(string id) => $"From: {b.Email}\r\nMessage-ID: <{id}-{b.Email}>\r\nSubject: Hi\r\n\r\n";
        await b.Store.GivenMailAsync(Mail("one"));
        var path = Path.Combine(b.Store.Folder, $"{Guid.NewGuid():N}.eml");
        await File.WriteAllTextAsync(path, Mail("two"), Stop);
        await b.As<MailImportService>().ImportFilesAsync(b.Organization, [path], null, Stop);
        await b.As<MailImportService>().UploadAsync(b.Organization, "three.eml", new MemoryStream(Encoding.UTF8.GetBytes(Mail("three"))), Stop);
        await b.Store.RunJobsAsync();
    }

    private static async Task CollectAsync(Blocked b)
    {
        var now = b.Store.Clock.GetUtcNow();
        await b.As<OrderService>().AddAsync(b.Organization, [new($"of {b.Email}", new(null, b.Email, null), 1, null, now)], Stop);
        await b.As<ActivityService>().RecordAsync(b.Organization, [new(b.Contact, MessageChannel.Email, "May", null, now, ActivityStatus.Clicked)], Stop);
        var token = await b.As<TokenService>().AddAsync(b.Organization, b.Contact, TokenKind.Push, b.Email, Stop);
        if (token.IsOk)
            await b.As<TokenService>().RemoveAsync(b.Organization, b.Contact, token.Value.Token.Id, Stop);
    }

    private static async Task ChangePlanAsync(Blocked b)
    {
        foreach (var limit in new long?[] { 1, 1_000, null })
            await b.As<PlanService>().ChangeAsync(b.Organization, new(limit, "EUR"), Stop);
    }

    private static async Task ChangeRulesAsync(Blocked b)
    {
        var rule = await b.As<DerivationRuleService>().AddAsync(b.Organization, DerivationRuleKind.Pattern, b.Email, Stop);
        await b.As<DerivationRuleService>().AnswerOwnDomainsAsync(b.Organization, ["acme.example"], Stop);
        if (rule.IsOk)
            await b.As<DerivationRuleService>().RemoveAsync(b.Organization, rule.Value, Stop);
        await b.Store.RunJobsAsync();
    }

    // Starts a previewed job; the change it is on record as.
    private static async Task<long?> RunAsync(Blocked b, long? job)
    {
        if (job is not { } id)
            return null;
        await b.As<BulkService>().StartAsync(b.Organization, id, Stop);
        await b.Store.RunJobsAsync();
        return (await b.As<BulkService>().StateAsync(b.Organization, id, Stop)).Value.AuditId;
    }

    private static long? Id(Result<ChangeReceipt> change) => change.IsOk ? change.Value.AuditId : null;

    private static async Task TellGoodNewsAsync(Blocked b)
    {
        var now = b.Store.Clock.GetUtcNow();
        EventType[] good = [EventType.Sent, EventType.Delivered, EventType.Read, EventType.Clicked, EventType.Resubscribed, EventType.SoftBounced];
        await b.As<EventService>().RecordAsync(b.Organization, [.. good.Select(type => new EventEdit(type, b.Email, now) { MessageId = "m" })], Stop);
    }
}
