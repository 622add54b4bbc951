using System.Text.Json;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Jobs;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Erasures;

/// <summary>Who was erased, as far as anybody can still know, and the way to erase and to readmit somebody.</summary>
public sealed partial class ErasurePage(ErasureListService erasures, JobService jobs, ToastService toasts, IJSRuntime script)
{
    private const int Shown = 50;

    private ErasureList? list;
    private ErasureRow? leaving;
    private JobRow? running;
    private JobRow? failed;
    private EraseDialog? dialog;
    private List<ErasureRow> older = [];
    private long? next;
    private string address = "";
    private string? reason;
    private string? error;
    private string? readmitProblem;
    private string? problem;
    private bool busy;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task ChangedAsync()
    {
        var was = running;
        await LoadAsync();
        if (was is not null && running is null && failed is null)
            toasts.Show("Erased for good.");
    }

    private async Task LoadAsync()
    {
        if (!Organization.May(Permissions.Erase))
            return;
        var first = await erasures.ListAsync(Organization.Id, Shown, null, Gone);
        problem = first.Problem?.Message;
        if (first.IsOk)
            (list, older, next) = (first.Value, [], first.Value.NextBefore);
        var latest = await jobs.LatestAsync(Organization.Id, JobKind.Erase, 1, Gone) is { IsOk: true, Value: [var job] } ? job : null;
        (running, failed) = (latest is { IsOver: false } ? latest : null, latest is { State: JobState.Failed } ? latest : null);
        StateHasChanged();
    }

    private async Task MoreAsync()
    {
        var more = await erasures.ListAsync(Organization.Id, ErasureListService.MaxLimit, next, Gone);
        problem = more.Problem?.Message;
        if (!more.IsOk)
            return;
        older.AddRange(more.Value.Rows);
        next = more.Value.NextBefore;
    }

    private async Task AskAsync()
    {
        busy = true;
        error = await dialog!.OpenAsync(ErasureTarget.Of(address.Trim()), address.Trim());
        busy = false;
        if (error is not null)
            await script.InvokeVoidAsync("ui.focus", "erase-address");
    }

    private Task StartedAsync()
    {
        address = "";
        return LoadAsync();
    }

    private async Task ReadmitAsync()
    {
        busy = true;
        var readmitted = await erasures.ReadmitAsync(Organization.Id, leaving!.Id, reason, CancellationToken.None);
        (busy, readmitProblem) = (false, readmitted.Problem?.Message);
        if (!readmitted.IsOk)
            return;
        toasts.Show($"{What(leaving)} is readmitted. What blocks them stays in force.");
        leaving = null;
        await LoadAsync();
    }

    private static string What(ErasureRow row) => row.IsPhone ? "A phone number" : $"Somebody at {row.Domain}";

    private static string Step(JobRow job) => job.Progress is { } text && JsonSerializer.Deserialize<EraseProgress>(text, JsonSerializerOptions.Web) is { } progress ? progress.Step : "About to begin";
}
