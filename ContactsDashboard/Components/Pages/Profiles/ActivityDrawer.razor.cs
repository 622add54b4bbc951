using System.Globalization;
using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Profiles;

/// <summary>What was sent to a contact by every channel, and what became of it.</summary>
public sealed partial class ActivityDrawer(ActivityService activities, TimeProvider time)
{
    private readonly string periodId = Ids.Next("period");
    private readonly string channelId = Ids.Next("channel");
    private List<ActivityRow>? rows;
    private string period = ActivityPeriods.Everything;
    private MessageChannel? channel;
    private DateOnly? from;
    private DateOnly? to;
    private long total;
    private string? next;
    private string? error;
    private bool isOpen;
    private bool busy;
    private int asked;
    private long contactId;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [CascadingParameter]
    private Shell? Shell { get; set; }

    private TimeZoneInfo Zone => Shell?.TimeZone ?? TimeZoneInfo.Utc;

    private string? Subtitle => rows is null ? null : total == 1 ? "1 message" : $"{total:N0} messages";

    private string Nothing => period == ActivityPeriods.Everything && channel is null
        ? "Nothing was sent to this contact yet." : "Nothing in this period by this channel. Choose another above.";

    /// <summary>Shows everything of this contact, whatever was chosen the last time.</summary>
    public async Task OpenAsync(long contact)
    {
        contactId = contact;
        (isOpen, period, channel, from, to) = (true, ActivityPeriods.Everything, null, null, null);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        (rows, next, error) = (null, null, null);
        await ReadAsync(null);
    }

    private Task MoreAsync() => ReadAsync(next);

    // An answer that comes after the next question is thrown away.
    private async Task ReadAsync(string? cursor)
    {
        var (question, contact) = (++asked, contactId);
        busy = true;
        StateHasChanged();
        var (since, until) = Period();
        var page = await activities.ListAsync(Organization.Id, contact, new() { Channel = channel, From = since, Until = until, Cursor = cursor }, CancellationToken.None);
        if (question != asked)
            return;
        busy = false;
        error = page.Problem?.Message;
        if (page.IsOk)
        {
            rows = [.. cursor is null ? [] : rows ?? [], .. page.Value.Rows];
            (total, next) = (page.Value.Total, page.Value.NextCursor);
        }
        StateHasChanged();
    }

    // Whole days in the organisation's time zone, today the last of them.
    private (DateTimeOffset? Since, DateTimeOffset? Until) Period()
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone).DateTime);
        return period == ActivityPeriods.Custom
            ? (from is { } first ? Days.StartOf(first, Zone) : null, to is { } last ? Days.EndOf(last, Zone) : null)
            : (ActivityPeriods.DaysOf(period) is { } days ? Days.StartOf(today.AddDays(1 - days), Zone) : null, null);
    }

    private Task PeriodChosenAsync(ChangeEventArgs e)
    {
        period = e.Value as string ?? ActivityPeriods.Everything;
        return LoadAsync();
    }

    private Task ChannelChosenAsync(ChangeEventArgs e)
    {
        channel = Enum.TryParse<MessageChannel>(e.Value as string, out var chosen) ? chosen : null;
        return LoadAsync();
    }

    private Task DayChosenAsync(ChangeEventArgs e, bool isFirst)
    {
        DateOnly? day = DateOnly.TryParseExact(e.Value as string, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        (from, to) = isFirst ? (day, to) : (from, day);
        return LoadAsync();
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void Close() => isOpen = false;
}
