using ContactsDashboard.Components.Shared;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.SuppressionFiles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>A file of suppressions from its upload over the count of the whole file to its import; closed while it runs, it goes
/// on.</summary>
public sealed partial class ImportDialog(SuppressionImportService imports, JobService jobs, TimeProvider time,
    IOptions<DashboardOptions> options) : IDisposable
{
    private const int Latest = 50;

    private readonly CancellationTokenSource gone = new();
    private CancellationToken left;
    private bool isOpen;
    private bool busy;
    private long job;
    private SuppressionReason otherwise;
    private FilePreview? preview;
    private FileImportState? state;
    private string? error;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    /// <summary>The import is over, or was undone.</summary>
    [Parameter]
    public EventCallback OnEnded { get; set; }

    private IOptions<DashboardOptions> Options => options;

    private long Count => preview is null ? 0 : preview.Counts.Added + preview.Counts.Joined;

    private string Title => this switch
    {
        { state: { IsOver: false } } => "Importing…",
        { state: not null } => "Imported",
        { preview: null } => "Import suppressions",
        { Count: 0 } => "Nothing to import",
        _ => $"Import {LedgerText.Suppressions(Count)}?",
    };

    // Taken once: the source refuses to give its token away after the page was left.
    protected override void OnInitialized() => left = gone.Token;

    /// <summary>Asks for a file; or shows the import that runs.</summary>
    public void Open()
    {
        isOpen = true;
        if (state is null or { IsOver: true })
            Again();
        StateHasChanged();
    }

    private void Again() => (job, preview, state, error, otherwise) = (0, null, null, null, default);

    private async Task UploadedAsync(UploadedEventArgs e)
    {
        var uploaded = UploadAnswer.Read(e);
        error = uploaded.Problem?.Message;
        if (!uploaded.IsOk || uploaded.Value.Count == 0)
            return;
        job = uploaded.Value[0];
        await RecountAsync(otherwise);
    }

    private async Task RecountAsync(SuppressionReason chosen)
    {
        (busy, error, otherwise) = (true, null, chosen);
        StateHasChanged();
        var read = await imports.PreviewAsync(Organization.Id, job, chosen, left);
        (busy, preview, error) = (false, read.IsOk ? read.Value : null, read.Problem?.Message);
    }

    private async Task StartAsync()
    {
        busy = true;
        var started = await imports.StartAsync(Organization.Id, preview!, otherwise, CancellationToken.None);
        (busy, error) = (false, started.Problem?.Message);
        if (!started.IsOk)
            return;
        state = new(preview!.JobId, preview.Name, JobState.Queued, new(), preview.Counts.Lines, null, null, time.GetUtcNow());
        _ = WatchAsync();
    }

    private async Task WatchAsync()
    {
        try
        {
            await Poll.UntilAsync(time, LookAsync, left);
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task<bool> LookAsync()
    {
        var latest = await imports.LatestAsync(Organization.Id, Latest, left);
        var found = latest.IsOk ? latest.Value.FirstOrDefault(i => i.JobId == job) : null;
        var isOver = found?.IsOver == true;
        await InvokeAsync(() =>
        {
            state = found ?? state;
            StateHasChanged();
            return isOver ? OnEnded.InvokeAsync() : Task.CompletedTask;
        });
        return isOver;
    }

    private async Task CancelAsync()
    {
        var cancelled = await jobs.CancelAsync(Organization.Id, job, CancellationToken.None);
        error = cancelled.Problem is { Code: not "JOB_NOT_FOUND" } problem ? problem.Message : null;
    }

    private void Close() => isOpen = false;

    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }
}
