using ContactsDashboard.Components.Files;
using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Mail;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Components.Pages.Mail;

public sealed partial class MailPage
{
    private const int FirstJobs = 8;
    private const int MostJobs = 100;

    private readonly HashSet<long> mine = [];
    private bool isAnswered;
    private bool justAnswered;
    private int limit = FirstJobs;
    private IReadOnlyList<JobRow>? jobs;
    private IReadOnlyList<MailSourceRow>? sources;
    private ImportReport? finished;
    private JobRow? rejectedOf;
    private string? problem;
    private string? uploadError;

    [Inject]
    private JobService Jobs { get; set; } = default!;

    [Inject]
    private MailSourceService Sources { get; set; } = default!;

    [Inject]
    private ToastService Toasts { get; set; } = default!;

    [Inject]
    private IOptions<DashboardOptions> Options { get; set; } = default!;

    [CascadingParameter]
    private Shell? Shell { get; set; }

    private string UploadUrl => $"{DashboardUploads.MailPath}/{Organization.Slug}";

    private long MaxBytes => Options.Value.MaxUploadBytes;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override void OnParametersSet() => isAnswered = isAnswered || Organization.OwnDomainsAnswered;

    protected override async Task ChangedAsync()
    {
        // An Admin may just have answered the first question, and this page was waiting for it.
        if (!isAnswered && Shell?.Refresh is { } refresh)
            await refresh();
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var latest = await Jobs.LatestAsync(Organization.Id, JobKind.ImportMail, limit, Gone);
        var places = await Sources.ListAsync(Organization.Id, Gone);
        problem = (latest.Problem ?? places.Problem)?.Message;
        if (problem is not null)
            return;
        (jobs, sources) = (latest.Value, places.Value);
        var own = jobs.Where(j => mine.Contains(j.Id)).ToList();
        finished = own.Count > 0 && own.TrueForAll(j => j.State == JobState.Done) ? own.Select(ImportJob.ReportOf).Aggregate(Sum) : null;
    }

    private static ImportReport Sum(ImportReport a, ImportReport b) =>
        new() { Accepted = a.Accepted + b.Accepted, Duplicates = a.Duplicates + b.Duplicates, Rejected = a.Rejected + b.Rejected, Recognised = a.Recognised + b.Recognised };

    private async Task AnsweredAsync()
    {
        (isAnswered, justAnswered) = (true, true);
        if (Shell?.Refresh is { } refresh)
            await refresh();
    }

    private Task MoreAsync()
    {
        limit = MostJobs;
        return LoadAsync();
    }

    private async Task UploadedAsync(UploadedEventArgs e)
    {
        var uploaded = UploadAnswer.Read(e);
        (uploadError, justAnswered) = (uploaded.Problem?.Message, false);
        if (!uploaded.IsOk)
            return;
        mine.UnionWith(uploaded.Value);
        await LoadAsync();
    }

    private async Task CancelAsync(JobRow job)
    {
        var cancelled = await Jobs.CancelAsync(Organization.Id, job.Id, Gone);
        if (!cancelled.IsOk)
            Toasts.ShowError(cancelled.Problem!.Message);
    }
}
