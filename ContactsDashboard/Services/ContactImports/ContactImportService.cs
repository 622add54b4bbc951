using System.Security.Cryptography;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Profiles;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>
/// Brings contacts in from files: an upload, what its columns are, a dry run over the whole file, then the import itself, each step a durable job. An import
/// never lifts a block.
/// </summary>
public sealed class ContactImportService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, FieldService fields, UploadedFiles uploads,
    TimeProvider time)
{
    private static readonly Problem NotFound = new("JOB_NOT_FOUND", "This file is no longer there. Upload it again.");

    private static readonly Problem NotReady = new("NOT_READY", "Let the dry run come to its end first.");

    /// <summary>Keeps an uploaded file for a day, or until it is imported; the id of its job.</summary>
    public async Task<Result<long>> UploadAsync(OrganizationId organization, string fileName, Stream content, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ImportContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await uploads.AddJobAsync(writer, allowed.Value, JobKind.ImportContacts, fileName, content, file => CommandOf(file.Path, file.Name), time.GetUtcNow(), cancellationToken);
    }

    /// <summary>The same for a file on this machine, which stays where it is.</summary>
    internal async Task<Result<long>> AddFileAsync(OrganizationId organization, string path, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ImportContacts, cancellationToken);
        return !allowed.IsOk ? allowed.Problem!
            : await UploadedJobs.AddJobAsync(writer, allowed.Value, JobKind.ImportContacts, CommandOf(Path.GetFullPath(path), Path.GetFileName(path)), time.GetUtcNow(), cancellationToken);
    }

    /// <summary>What the file looks like, and what its columns are taken for: as the last time, else by their names. <c>VALIDATION_ERROR</c> when it is no table.</summary>
    public async Task<Result<ImportFile>> DescribeAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(organization, jobId, cancellationToken);
        if (!opened.IsOk)
            return opened.Problem!;
        var (scope, job, command) = opened.Value;
        try
        {
            var (shape, first) = await ContactFile.LookAsync(command.File, command.Name, cancellationToken);
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (command.Options is { } chosen)
                return new ImportFile(job.Id, command.Name, shape, first, chosen, IsRemembered: false);
            var remembered = shape.HasHeader ? await ImportMemory.FindAsync(context, scope, first[0], cancellationToken) : null;
            var known = await FieldService.RowsAsync(context, scope.Id, cancellationToken);
            return new ImportFile(job.Id, command.Name, shape, first, remembered ?? Guessed(shape, first, known, command.Name), remembered is not null);
        }
        catch (ContactFileException e)
        {
            return new Problem("VALIDATION_ERROR", e.Message) { Field = "file" };
        }
    }

    /// <summary>
    /// Reads the whole file to say what importing it so would do. With <paramref name="thenImport"/> the import follows by itself; that takes the owners' consent.
    /// </summary>
    public async Task<Result> StartDryRunAsync(OrganizationId organization, long jobId, ImportOptions options, ConsentGiven? thenImport, CancellationToken cancellationToken)
    {
        if (thenImport is { Confirmed: false })
            return ProfileProblems.ConsentRequired;
        var described = await DescribeAsync(organization, jobId, cancellationToken);
        if (!described.IsOk)
            return described.Problem!;
        var opened = await OpenAsync(organization, jobId, cancellationToken);
        if (!opened.IsOk)
            return opened.Problem!;
        var chosen = options;
        if (thenImport is not null)
        {
            var made = await MakeFieldsAsync(organization, options, cancellationToken);
            if (!made.IsOk)
                return made.Problem!;
            chosen = made.Value;
        }
        return await QueueAsync(opened.Value, command => command with
        {
            Shape = described.Value.Shape, Options = chosen, Step = ImportStep.DryRun, ImportsThen = thenImport is not null,
            ConsentAt = thenImport is null ? null : time.GetUtcNow(), ConsentBy = thenImport is null ? null : opened.Value.Scope.Actor.Label,
        }, null, cancellationToken);
    }

    /// <summary>Imports what a dry run counted. <c>CONSENT_REQUIRED</c> without the owners' consent; <c>NOT_READY</c> before the dry run is done.</summary>
    public async Task<Result> StartAsync(OrganizationId organization, long jobId, ConsentGiven consent, CancellationToken cancellationToken)
    {
        if (!consent.Confirmed)
            return ProfileProblems.ConsentRequired;
        var opened = await OpenAsync(organization, jobId, cancellationToken);
        if (!opened.IsOk)
            return opened.Problem!;
        var (scope, job, command) = opened.Value;
        if (command.Step != ImportStep.DryRun || job.State != JobState.Done || JobFactory.ProgressOf<ImportProgress>(job) is not { Planned: not null } progress)
            return NotReady;
        var options = await MakeFieldsAsync(organization, command.Options!, cancellationToken);
        if (!options.IsOk)
            return options.Problem!;
        await ImportMemory.KeepAsync(writer, scope, command, options.Value, time.GetUtcNow(), cancellationToken);
        return await QueueAsync(opened.Value, c => c with { Options = options.Value, Step = ImportStep.Apply, ConsentAt = time.GetUtcNow(), ConsentBy = scope.Actor.Label },
            progress with { Records = 0, Bytes = 0 }, cancellationToken);
    }

    /// <summary>How an import stands; <c>JOB_NOT_FOUND</c>.</summary>
    public async Task<Result<ImportState>> StateAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId && j.Kind == JobKind.ImportContacts, cancellationToken);
        return job is null ? NotFound : ImportStates.Of(job);
    }

    /// <summary>The organisation's imports that changed something, or are doing so, newest first.</summary>
    public async Task<Result<IReadOnlyList<ImportState>>> LatestAsync(OrganizationId organization, int limit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var jobs = await context.Jobs.AsNoTracking().Where(j => j.OrganizationId == organization.Value && j.Kind == JobKind.ImportContacts && j.State != JobState.Previewed)
            .OrderByDescending(j => j.Id).Take(Math.Clamp(limit, 1, 100)).ToListAsync(cancellationToken);
        return jobs.ConvertAll(ImportStates.Of);
    }

    /// <summary>The rows an import rejected, each as it stood and why, as a file to be mended; as long as it is kept.</summary>
    public async Task<Result<Stream>> RejectedAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ImportContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId && j.Kind == JobKind.ImportContacts, cancellationToken);
        return job is not null && JobFactory.CommandOf<ImportCommand>(job) is { Step: ImportStep.Apply } command && File.Exists(command.RejectedFile)
            ? new FileStream(command.RejectedFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : NotFound;
    }

    private ImportCommand CommandOf(string path, string name) =>
        new(path, uploads.NewRejectedFile(), name, null, null, ImportStep.Uploaded, BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)));

    // From where "now" and the ledger are at this moment: what comes later does not count as known before.
    private async Task<Result> QueueAsync(Opened opened, Func<ImportCommand, ImportCommand> change, ImportProgress? progress, CancellationToken cancellationToken)
    {
        var queued = await writer.WriteAsync<bool>(opened.Scope.Id, async context =>
        {
            var command = change(opened.Command);
            var plan = await ImportPlans.ReadAsync(context, opened.Scope, command.Options!, command.Shape!.IsSafe, cancellationToken);
            if (!plan.IsOk)
                return plan.Problem!;
            command = command with { ReadAt = time.GetUtcNow(), LedgerTop = await context.ScalarAsync(ImportSql.LedgerTop, cancellationToken) };
            var (text, told) = (JsonSerializer.Serialize(command, JsonSerializerOptions.Web), progress is null ? null : JsonSerializer.Serialize(progress, JsonSerializerOptions.Web));
            return await context.Jobs.Where(j => j.Id == opened.Job.Id && j.State == opened.Job.State).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Queued)
                .SetProperty(x => x.Command, text).SetProperty(x => x.Progress, told).SetProperty(x => x.Error, (string?)null).SetProperty(x => x.CancelRequested, false)
                .SetProperty(x => x.FinishedAt, (DateTimeOffset?)null), cancellationToken) == 1 ? true : NotFound;
        }, cancellationToken);
        return queued.ToResult();
    }

    private async Task<Result<ImportOptions>> MakeFieldsAsync(OrganizationId organization, ImportOptions options, CancellationToken cancellationToken)
    {
        var columns = options.Columns.ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            if (ColumnTarget.Parse(columns[i]) is not { IsOk: true, Value: { Kind: TargetKind.NewField } target })
                continue;
            var made = await fields.AddAsync(organization, new(target.Label!, target.Type, []), cancellationToken);
            if (!made.IsOk)
                return made.Problem!;
            columns[i] = $"field:{made.Value.Key}";
        }
        return options with { Columns = columns };
    }

    private async Task<Result<Opened>> OpenAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ImportContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var user = (allowed.Value.Actor as UserActor)?.UserId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId && j.Kind == JobKind.ImportContacts
            && j.UserId == user && j.State != JobState.Queued && j.State != JobState.Running, cancellationToken);
        return job is null || JobFactory.CommandOf<ImportCommand>(job) is not { Step: not ImportStep.Apply } command || !File.Exists(command.File) ? NotFound
            : new Opened(allowed.Value, job, command);
    }

    private static ImportOptions Guessed(FileShape shape, List<string[]> first, List<FieldRow> known, string name)
    {
        if (!shape.HasHeader)
            return new() { HasHeader = false, Columns = [.. first[0].Select((cell, i) => i == Array.FindIndex(first[0], c => EmailAddress.TryParse(c, out _)) ? "email" : "")] };
        var (_, columns, reason) = KnownHeaders.Guess(first[0], known, name);
        var unique = columns.Contains("email") ? UniqueField.Email : columns.Contains("externalId") ? UniqueField.ExternalId : columns.Contains("phone") ? UniqueField.Phone : UniqueField.Email;
        return new() { Columns = columns, Unique = unique, Reason = reason };
    }

    private sealed record Opened(OrganizationScope Scope, Job Job, ImportCommand Command);
}
