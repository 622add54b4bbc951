using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Fields;

/// <summary>The additional fields of an organisation's contacts.</summary>
public sealed class FieldService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    // Those who write meanwhile wait for one step at most.
    private const int Step = 1_000;

    private static readonly Problem NotFound = new("FIELD_NOT_FOUND", "There is no such additional field.");

    /// <summary>All of them, in the order they were defined.</summary>
    public async Task<Result<IReadOnlyList<FieldRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await RowsAsync(context, organization, cancellationToken);
    }

    /// <summary>Defines a field; <c>ALREADY_EXISTS</c> when its label or key is taken.</summary>
    public async Task<Result<FieldRow>> AddAsync(OrganizationId organization, FieldEdit edit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageFields, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<FieldRow>(organization, async context =>
        {
            var taken = await RowsAsync(context, organization, cancellationToken);
            if (taken.Count >= FieldRules.MaxFields)
                return new Problem("VALIDATION_ERROR", $"An organisation has at most {FieldRules.MaxFields} additional fields. Delete one first.") { Field = "label" };
            var read = FieldRules.Check(edit, taken);
            if (!read.IsOk)
                return read.Problem!;
            var field = new FieldDefinition
            {
                OrganizationId = organization.Value, Key = read.Value.Key!, Label = read.Value.Label, Type = edit.Type, CreatedAt = time.GetUtcNow(),
                Options = Json(read.Value.Options),
            };
            context.FieldDefinitions.Add(field);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.AddedField, field.CreatedAt, cancellationToken,
                details: new { field = field.Label, key = field.Key, type = field.Type.ToString() });
            return Row(field);
        }, cancellationToken);
    }

    /// <summary>
    /// Gives a field another label or other options; its key and type stay. An option contacts have cannot be taken away: <c>OPTION_IN_USE</c> says
    /// how many have it.
    /// </summary>
    public async Task<Result<FieldRow>> ChangeAsync(OrganizationId organization, long fieldId, string label, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageFields, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<FieldRow>(organization, async context =>
        {
            if (await FindAsync(context, organization, fieldId, cancellationToken) is not { } field)
                return NotFound;
            var before = Row(field);
            var others = (await RowsAsync(context, organization, cancellationToken)).Where(f => f.Id != fieldId).ToList();
            var read = FieldRules.Check(new(label, field.Type, options, field.Key), others);
            if (!read.IsOk)
                return read.Problem!;
            foreach (var gone in before.Options.Where(o => !read.Value.Options.Contains(o)))
            {
                if (await InUseAsync(context, field, gone, cancellationToken) is { } problem)
                    return problem;
            }
            (field.Label, field.Options) = (read.Value.Label, Json(read.Value.Options));
            var after = Row(field);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.ChangedField, time.GetUtcNow(), cancellationToken, details: new
            {
                field = after.Label, key = field.Key, before = new { before.Label, before.Options }, after = new { after.Label, after.Options },
            });
            return after;
        }, cancellationToken);
    }

    /// <summary>How many contacts have a value of the field, for the question before it is deleted.</summary>
    public async Task<Result<FieldUse>> PreviewDeleteAsync(OrganizationId organization, long fieldId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageFields, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(context, organization, fieldId, cancellationToken) is { } field
            ? new FieldUse(Row(field), await context.ScalarAsync(FieldSql.Uses, cancellationToken, ("@field", fieldId)))
            : NotFound;
    }

    /// <summary>Deletes a field with all its values, which do not come back; how many contacts had one.</summary>
    public async Task<Result<long>> DeleteAsync(OrganizationId organization, long fieldId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageFields, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var (gone, found) = (0L, true);
        while (await writer.WriteStepsAsync(organization, async context =>
        {
            if (await FindAsync(context, organization, fieldId, cancellationToken) is not { } field)
                return found = false;
            var values = await context.ExecuteAsync(FieldSql.DeleteValues, cancellationToken, ("@field", fieldId), ("@limit", Step));
            gone += values;
            if (values > 0)
                return true;
            context.FieldDefinitions.Remove(field);
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.DeletedField, time.GetUtcNow(), cancellationToken,
                details: new { field = field.Label, key = field.Key, values = gone });
            audit.Count = gone;
            await context.SaveChangesAsync(cancellationToken);
            return false;
        }, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
        return found ? gone : NotFound;
    }

    internal static async Task<List<FieldRow>> RowsAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken) =>
        (await context.FieldDefinitions.AsNoTracking().Where(f => f.OrganizationId == organization.Value).OrderBy(f => f.Id).ToListAsync(cancellationToken)).ConvertAll(Row);

    private static Task<FieldDefinition?> FindAsync(DashboardDbContext context, OrganizationId organization, long fieldId, CancellationToken cancellationToken) =>
        context.FieldDefinitions.SingleOrDefaultAsync(f => f.OrganizationId == organization.Value && f.Id == fieldId, cancellationToken);

    private static async Task<Problem?> InUseAsync(DashboardDbContext context, FieldDefinition field, string option, CancellationToken cancellationToken)
    {
        var key = TextKey.Fold(option);
        var contacts = await context.FieldValues.LongCountAsync(v => v.FieldId == field.Id && v.Key == key, cancellationToken);
        return contacts == 0 ? null
            : new("OPTION_IN_USE", $"{contacts:N0} {(contacts == 1 ? "contact has" : "contacts have")} “{option}”. Give them another value first, then take it away.")
                { Field = "options", Value = option };
    }

    private static FieldRow Row(FieldDefinition field) => new(field.Id, field.Key, field.Label, field.Type,
        field.Options is null ? [] : JsonSerializer.Deserialize<string[]>(field.Options)!, field.CreatedAt);

    private static string? Json(IReadOnlyList<string> options) => options.Count == 0 ? null : JsonSerializer.Serialize(options);
}
