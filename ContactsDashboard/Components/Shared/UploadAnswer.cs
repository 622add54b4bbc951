using System.Text.Json;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Components.Shared;

/// <summary>Reads what the server answered to an upload.</summary>
internal static class UploadAnswer
{
    /// <summary>The jobs that keep the files, or why there are none.</summary>
    public static Result<IReadOnlyList<long>> Read(UploadedEventArgs e)
    {
        if (!e.Ok)
            return new Problem("UPLOAD_FAILED", e.Status == 0 ? "The upload was stopped. Nothing of it was kept."
                : MessageIn(e.Json) ?? "The server refused the upload. Reload the page and try again.");
        using var answer = JsonDocument.Parse(e.Json);
        var jobs = new List<long>();
        foreach (var job in answer.RootElement.GetProperty("jobs").EnumerateArray())
        {
            if (PublicId.TryParse(PublicId.Job, job.GetString(), out var id))
                jobs.Add(id);
        }
        return jobs;
    }

    // What is between us and the browser may answer with something that is not ours.
    private static string? MessageIn(string json)
    {
        try
        {
            using var answer = JsonDocument.Parse(json);
            return answer.RootElement.GetProperty("error").GetProperty("message").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
