using ContactsDashboard.Components.Shared;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Components.Pages.Transfers;

/// <summary>A file of contacts from its upload over its columns and the dry run to what came of it. The URL names the file; everything else is read from its job.</summary>
public sealed partial class ImportPage(ContactImportService imports, FieldService additional, SegmentService segments, JobService jobs, NavigationManager navigation,
    IOptions<DashboardOptions> options)
{
    private const int Shown = 20;

    private long? job;
    private ImportState? state;
    private ImportFile? file;
    private IReadOnlyList<ImportState>? latest;
    private IReadOnlyList<FieldRow> fields = [];
    private IReadOnlyList<SegmentRow> lists = [];
    private string? error;
    private bool missing;
    private bool busy;
    private bool stopping;
    private bool consented;
    private bool isChoosing;
    private bool isWatching;

    [SupplyParameterFromQuery(Name = "job")]
    private string? JobText { get; set; }

    private IOptions<DashboardOptions> Options => options;

    protected override async Task OnParametersSetAsync()
    {
        var asked = JobText is null ? null : PublicId.TryParse(PublicId.Job, JobText, out var id) ? id : (long?)0;
        if (asked != job || latest is null)
        {
            (job, state, file, error, missing, consented, isChoosing, stopping) = (asked, null, null, null, false, false, false, false);
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        if (job is not { } id)
        {
            var found = await imports.LatestAsync(Organization.Id, Shown, Gone);
            (latest, error) = (found.IsOk ? found.Value : [], found.Problem?.Message);
            return;
        }
        latest ??= [];
        var asked = await imports.StateAsync(Organization.Id, id, Gone);
        (state, missing) = (asked.IsOk ? asked.Value : null, !asked.IsOk);
        if (missing)
            return;
        error = state!.Error ?? (state is { State: JobState.Cancelled, IsApplied: false } ? "The dry run was stopped." : null);
        if (!state.IsAtRest)
            Watch();
        else if (!state.IsApplied && file is null)
            await DescribeAsync(id);
    }

    private async Task DescribeAsync(long id)
    {
        var described = await imports.DescribeAsync(Organization.Id, id, Gone);
        (file, missing) = (described.IsOk ? described.Value : null, described.Problem?.Code == "JOB_NOT_FOUND" && !state!.IsDryRunDone);
        error ??= missing || described.Problem?.Code == "JOB_NOT_FOUND" ? null : described.Problem?.Message;
        var (known, kept) = (await additional.ListAsync(Organization.Id, Gone), await segments.ListAsync(Organization.Id, SegmentKind.List, Gone));
        (fields, lists) = (known.IsOk ? known.Value : [], kept.IsOk ? kept.Value : []);
    }

    private void Uploaded(UploadedEventArgs e)
    {
        var uploaded = UploadAnswer.Read(e);
        error = uploaded.Problem?.Message;
        if (uploaded is { IsOk: true, Value: [var id, ..] })
            navigation.NavigateTo(DashboardUrls.Import(Organization.Slug, id));
    }

    private async Task CheckAsync(ImportOptions chosen)
    {
        busy = true;
        var started = await imports.StartDryRunAsync(Organization.Id, job!.Value, chosen, null, CancellationToken.None);
        (busy, error) = (false, started.Problem?.Message);
        if (!started.IsOk)
            return;
        (isChoosing, consented, stopping, file) = (false, false, false, null);
        await LoadAsync();
    }

    private async Task StartAsync()
    {
        busy = true;
        var started = await imports.StartAsync(Organization.Id, job!.Value, new(consented), CancellationToken.None);
        (busy, error) = (false, started.Problem?.Message);
        if (started.IsOk)
            await LoadAsync();
    }

    private async Task CancelAsync()
    {
        stopping = true;
        await jobs.CancelAsync(Organization.Id, job!.Value, CancellationToken.None);
    }

    private void Watch()
    {
        if (!isWatching && RendererInfo.IsInteractive)
            _ = WatchAsync(job!.Value);
    }

    private async Task WatchAsync(long id)
    {
        isWatching = true;
        try
        {
            await Poll.UntilAsync(Time, () => LookAsync(id), Gone);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await DispatchExceptionAsync(e);
        }
        isWatching = false;
    }

    private async Task<bool> LookAsync(long id)
    {
        var asked = await imports.StateAsync(Organization.Id, id, Gone);
        var isOver = job != id || !asked.IsOk || asked.Value.IsAtRest;
        await InvokeAsync(async () =>
        {
            if (isOver && job == id)
                await LoadAsync();
            else if (asked.IsOk && job == id)
                state = asked.Value;
            StateHasChanged();
        });
        return isOver;
    }
}
