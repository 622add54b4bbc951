using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Notifications;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Requests;

public sealed class RequestTests
{
    [Fact]
    public async Task Reactivation_Approved_ReleasesWhatTheAskerMayNot_AndIsUndoable()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.GivenEntryAsync("ann@x.test");
        var id = await store.GivenRequestAsync(RequestKind.Reactivate, Role.Operator, "Ann@X.test");
        (await store.ApproveAsync(id, Role.Operator)).Problem!.Code.Should().Be("FORBIDDEN");

        (await store.ApproveAsync(id, comment: "Checked by phone")).IsOk.Should().BeTrue();

        (await store.MayBeSentToAsync("ann@x.test")).Should().BeTrue();
        var done = await store.RequestAsync(id);
        (done.Row.State, done.Counts.Of(BulkOutcome.Done), done.Items.Single().Outcome).Should().Be((RequestState.Approved, 1, BulkOutcome.Done));
        done.Comments.Single().Text.Should().Be("Checked by phone");
        await store.ShouldAgreeAsync();
        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, done.AuditId!.Value, Stop)).Value.Reversed.Should().Be(1);
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(RequestKind.Blacklist, SuppressionReason.Manual)]
    [InlineData(RequestKind.Unsubscribe, SuppressionReason.Unsubscribed)]
    public async Task Block_Approved_WritesEntriesOfTheRequest(RequestKind kind, SuppressionReason reason)
    {
        await using var store = await CreateAsync();
        var contact = await store.GivenEnteredAsync("ann@x.test", "+436641234567");
        var id = (await store.FileAsync(kind, Role.Analyst, new RequestSubject.Selected(ContactSelection.Of([contact])))).Value.Id;

        await store.ApproveAsync(id);

        var listed = (await store.As<SuppressionListService>(Role.Support).ListAsync(store.Organization, new(), Stop)).Value.Rows;
        listed.Should().HaveCount(2).And.OnlyContain(e => e.Reason == reason && e.Source == SuppressionSource.Request && !e.IsGuarded);
        var done = await store.RequestAsync(id);
        done.Counts.Of(BulkOutcome.Done).Should().Be(2);
        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, done.AuditId!.Value, Stop)).Value.Reversed.Should().Be(2);
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeTrue();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task OwnRequest_IsDecidedByOthers_ExceptBySoleAdmin()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var id = await store.GivenRequestAsync(RequestKind.Blacklist, Role.Admin, "ann@x.test");

        (await store.ApproveAsync(id, Role.Admin)).Problem!.Message.Should().Contain("decided by somebody else");
        (await store.RequestAsync(id, Role.Admin)).WhyNot.Should().NotBeNull();
        await store.As<MemberService>(new SystemActor()).RemoveAsync(store.Organization, store.Person(Role.Support).UserId, Stop);

        (await store.ApproveAsync(id, Role.Admin)).IsOk.Should().BeTrue();
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
    }

    [Fact]
    public async Task Decision_OfADecidedOrStaleRequest_IsRefused()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.GivenEntryAsync("ann@x.test");
        var id = await store.GivenRequestAsync(RequestKind.Reactivate, Role.Operator, "ann@x.test");
        var (support, admin) = (store.As<RequestDeskService>(Role.Support), store.As<RequestDeskService>(Role.Admin));
        var first = (await support.PreviewAsync(store.Organization, id, Stop)).Value;
        var second = (await admin.PreviewAsync(store.Organization, id, Stop)).Value;

        (await support.ApproveAsync(store.Organization, id, first.Number, null, Stop)).Problem!.Code.Should().Be("PREVIEW_STALE");
        (await admin.RejectAsync(store.Organization, id, " ", Stop)).Problem!.Field.Should().Be("comment");
        var both = await Task.WhenAll(admin.ApproveAsync(store.Organization, id, second.Number, null, Stop), support.RejectAsync(store.Organization, id, "No", Stop));
        both.Count(r => r.IsOk).Should().Be(1);
        both.Single(r => !r.IsOk).Problem!.Code.Should().Be("REQUEST_DECIDED");
        (await store.As<RequestService>(Role.Operator).WithdrawAsync(store.Organization, id, Stop)).Problem!.Code.Should().Be("REQUEST_DECIDED");
    }

    [Fact]
    public async Task Withdraw_IsForWhoAskedAlone()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var id = await store.GivenRequestAsync(RequestKind.Blacklist, Role.Operator, "ann@x.test");

        (await store.As<RequestService>(Role.Analyst).WithdrawAsync(store.Organization, id, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<RequestService>(Role.Operator).WithdrawAsync(store.Organization, id, Stop)).IsOk.Should().BeTrue();
        (await store.ApproveAsync(id)).Problem!.Code.Should().Be("REQUEST_DECIDED");
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeTrue();
    }

    [Fact]
    public async Task Reactivation_LiftsOnlyWhatThePreviewShowed()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.GivenContactAsync("bob@x.test");
        foreach (var value in new[] { "ann@x.test", "bob@x.test" })
            await store.GivenEntryAsync(value);
        var id = await store.GivenRequestAsync(RequestKind.Reactivate, Role.Operator, "ann@x.test", "bob@x.test");
        var desk = store.As<RequestDeskService>(Role.Support);
        var preview = (await desk.PreviewAsync(store.Organization, id, Stop)).Value;
        await store.GivenEventAsync("ann@x.test", SuppressionReason.Complained);
        // The same bounce once more: another claim on the entry that was shown.
        await store.GivenEventAsync("bob@x.test", SuppressionReason.Bounced);

        (await desk.ApproveAsync(store.Organization, id, preview.Number, null, Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();

        var outcomes = (await store.RequestAsync(id)).Items.ToDictionary(i => i.Value, i => i.Outcome);
        outcomes["ann@x.test"].Should().Be(BulkOutcome.Partly);
        outcomes["bob@x.test"].Should().Be(BulkOutcome.BlockedSince);
        (await store.MayBeSentToAsync("ann@x.test"), await store.MayBeSentToAsync("bob@x.test")).Should().Be((false, false));
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Reactivation_UnderADomainEntry_ExemptsTheAddressAlone()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        await store.GivenContactAsync("bob@x.test");
        await store.GivenEntryAsync("x.test", SuppressionReason.Manual, SuppressionScope.Domain);
        var id = await store.GivenRequestAsync(RequestKind.Reactivate, Role.Operator, "ann@x.test");

        await store.ApproveAsync(id);

        (await store.MayBeSentToAsync("ann@x.test"), await store.MayBeSentToAsync("bob@x.test")).Should().Be((true, false));
        await store.ShouldAgreeAsync();
        await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, (await store.RequestAsync(id)).AuditId!.Value, Stop);
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Reactivation_OfAContactWithAnotherAddressNow_IsAboutTheOneFiled()
    {
        await using var store = await CreateAsync();
        var contact = await store.GivenEnteredAsync("old@x.test", first: "Ann");
        foreach (var value in new[] { "old@x.test", "new@x.test" })
            await store.GivenEntryAsync(value);
        var id = (await store.FileAsync(RequestKind.Reactivate, Role.Operator, new RequestSubject.Selected(ContactSelection.Of([contact])))).Value.Id;
        (await store.As<ProfileService>(Role.Operator).EditAsync(store.Organization, contact, new() { FirstName = "Ann", Email = "new@x.test" }, store.Clock.GetUtcNow(), Stop)).IsOk.Should().BeTrue();

        (await store.As<RequestDeskService>(Role.Support).PreviewAsync(store.Organization, id, Stop)).Value.Moved.Should().Be(1);
        await store.ApproveAsync(id);

        (await store.MayBeSentToAsync("new@x.test")).Should().BeFalse();
        (await store.RequestAsync(id)).Items.Single().Should().BeEquivalentTo(new { Value = "old@x.test", IsMoved = true, Outcome = BulkOutcome.Done });
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Segment_IsFrozenWhenFiled()
    {
        await using var store = await CreateAsync();
        var segments = store.As<SegmentService>(Role.Operator);
        var list = (await segments.CreateListAsync(store.Organization, "VIP \"gold\" *", Stop)).Value.Id;
        await segments.FillAsync(store.Organization, list, [await store.GivenPersonAsync("ann@x.test"), await store.GivenPersonAsync("bob@x.test")], Stop);
        var filed = (await store.FileAsync(RequestKind.Blacklist, Role.Operator, new RequestSubject.InSegment(list))).Value;
        await segments.FillAsync(store.Organization, list, [await store.GivenPersonAsync("late@x.test")], Stop);

        await store.ApproveAsync(filed.Id);

        filed.Addresses.Should().Be(2);
        (await store.RequestAsync(filed.Id)).Row.Subject.Should().Be("Segment VIP \"gold\" *");
        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("ann@x.test", "bob@x.test");
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData("nobody@x.test", "subject")]
    [InlineData("no address", "subject")]
    [InlineData("", "subject")]
    public async Task File_ForNobodyKnown_IsRefusedAndLeavesNothing(string named, string field)
    {
        await using var store = await CreateAsync();

        (await store.FileAsync(RequestKind.Blacklist, Role.Operator, new RequestSubject.Named([named]))).Problem!.Field.Should().Be(field);
        (await store.As<RequestListService>(Role.Support).ListAsync(store.Organization, new(), Stop)).Value.Rows.Should().BeEmpty();
    }

    [Fact]
    public async Task Notifications_TellDecidersThenTheAsker_AndAreReadWithTheRequest()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var id = await store.GivenRequestAsync(RequestKind.Blacklist, Role.Operator, "ann@x.test");
        async Task<NotificationList> OfAsync(Role role) => (await store.As<NotificationService>(role).ListAsync(store.Organization, 10, Stop)).Value;

        (await OfAsync(Role.Support)).Rows.Single().Kind.Should().Be(NotificationKind.RequestWaiting);
        ((await OfAsync(Role.Admin)).Unread, (await OfAsync(Role.Operator)).Unread, (await OfAsync(Role.Analyst)).Unread).Should().Be((1, 0, 0));
        await store.As<RequestDeskService>(Role.Support).RejectAsync(store.Organization, id, "Why?", Stop);

        ((await OfAsync(Role.Support)).Unread, (await OfAsync(Role.Admin)).Unread).Should().Be((0, 0), "it waits no longer");
        (await OfAsync(Role.Operator)).Rows.Select(n => n.Kind).Should().BeEquivalentTo([NotificationKind.RequestDecided, NotificationKind.RequestComment]);
        await store.As<RequestService>(Role.Operator).CommentAsync(store.Organization, id, "They asked.", Stop);
        (await OfAsync(Role.Support)).Rows[0].Kind.Should().Be(NotificationKind.RequestComment);
        await store.As<NotificationService>(Role.Operator).MarkRequestReadAsync(store.Organization, id, Stop);
        (await OfAsync(Role.Operator)).Unread.Should().Be(0);
        await store.As<NotificationService>(Role.Support).MarkAllReadAsync(store.Organization, Stop);
        (await OfAsync(Role.Support)).Unread.Should().Be(0);
    }
}
