using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Jobs;

/// <summary>Jobs that read an uploaded file once its uploader has said how.</summary>
internal static class UploadedJobs
{
    /// <summary>Keeps an uploaded file for a day, or until its job is started; the id of that job. <c>PAYLOAD_TOO_LARGE</c>, <c>QUOTA_EXCEEDED</c>.</summary>
    public static async Task<Result<long>> AddJobAsync(this UploadedFiles uploads, StoreWriter writer, OrganizationScope scope, JobKind kind, string fileName, Stream content,
        Func<UploadedFile, object> command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var file = await uploads.KeepAsync(fileName, content, cancellationToken);
        return file.IsOk ? await AddJobAsync(writer, scope, kind, command(file.Value), now, cancellationToken) : file.Problem!;
    }

    /// <summary>The same for a file that is there.</summary>
    public static Task<Result<long>> AddJobAsync(StoreWriter writer, OrganizationScope scope, JobKind kind, object command, DateTimeOffset now, CancellationToken cancellationToken) =>
        writer.WriteAsync<long>(scope.Id, async context =>
        {
            var job = JobFactory.Create(scope, kind, command, now, JobState.Previewed);
            context.Jobs.Add(job);
            await context.SaveChangesAsync(cancellationToken);
            return job.Id;
        }, cancellationToken);
}
