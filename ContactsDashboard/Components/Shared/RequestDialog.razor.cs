using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Shared;

/// <summary>Whom a request is about, where the page knows: in words, and by which channels they can be meant.</summary>
public sealed record RequestAbout(RequestSubject Subject, string Words, RequestChannels Channels);

/// <summary>Asks Support to blacklist, unsubscribe or reactivate contacts; sent, it offers to withdraw.</summary>
public sealed partial class RequestDialog(RequestService requests, SegmentService lists, ToastService toasts)
{
    private readonly string group = Ids.Next("request");
    private readonly FormErrors errors = new();
    private bool isOpen;
    private bool busy;
    private RequestAbout? about;
    private RequestKind kind;
    private string names = "";
    private long segment;
    private string reason = "";
    private bool email;
    private bool phone;
    private bool exists;
    private IReadOnlyList<SegmentRow> segments = [];

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    /// <summary>It was sent; which one to look at.</summary>
    [Parameter]
    public EventCallback<FiledRequest> OnSent { get; set; }

    private string Title => about is null ? "Ask Support" : $"Ask Support about {about.Words}";

    /// <summary>Asks for these contacts; without them the dialog asks for whom.</summary>
    public async Task OpenAsync(RequestKind asked, RequestAbout? whom = null)
    {
        (isOpen, busy, kind, about, names, segment, reason, exists) = (true, false, asked, whom, "", 0, "", false);
        (email, phone) = (whom is null || whom.Channels.HasFlag(RequestChannels.Email), whom is not null && whom.Channels == RequestChannels.Phone);
        errors.Clear();
        StateHasChanged();
        if (whom is not null)
            return;
        var listed = await lists.ListAsync(Organization.Id, null, CancellationToken.None);
        segments = listed.IsOk ? listed.Value : [];
        StateHasChanged();
    }

    private static string About(RequestKind kind) => kind switch
    {
        RequestKind.Blacklist => "They are not written to any more.",
        RequestKind.Unsubscribe => "They count as unsubscribed.",
        _ => "What blocks them is released, as far as Support may.",
    };

    private async Task SendAsync()
    {
        busy = true;
        errors.Clear();
        var channels = (email ? RequestChannels.Email : 0) | (phone ? RequestChannels.Phone : 0);
        var filed = await requests.FileAsync(Organization.Id, new(kind, channels, Subject(), reason, exists), CancellationToken.None);
        busy = false;
        if (!filed.IsOk)
        {
            errors.Add(filed.Problem!, "subject", "channels", "reason", "exists");
            return;
        }
        isOpen = false;
        var organization = Organization.Id;
        toasts.Show(Sent(filed.Value), () => WithdrawAsync(organization, filed.Value));
        await OnSent.InvokeAsync(filed.Value);
    }

    private RequestSubject Subject() => about?.Subject ?? (segment != 0 ? new RequestSubject.InSegment(segment)
        : new RequestSubject.Named(names.Split(['\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));

    private static string Sent(FiledRequest filed) => filed switch
    {
        { AtPlatform: null } => "Request sent to Support.",
        { Own: null } => "Request sent to the platform's Support: a platform entry blocks this.",
        _ => $"Requests sent to Support, and for {LedgerText.Addresses(filed.PlatformAddresses)} to the platform's Support.",
    };

    private async Task WithdrawAsync(OrganizationId organization, FiledRequest filed)
    {
        foreach (var id in new[] { filed.Own, filed.AtPlatform }.OfType<long>())
        {
            var withdrawn = await requests.WithdrawAsync(organization, id, CancellationToken.None);
            if (withdrawn.IsOk)
                toasts.Show("Request withdrawn.");
            else
                toasts.ShowError(withdrawn.Problem!.Message);
        }
    }

    private void Close() => isOpen = false;
}
