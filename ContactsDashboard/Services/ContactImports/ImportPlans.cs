using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Fields;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Checks how a file is to be imported, against the organisation's fields, categories and lists as they are now.</summary>
internal static class ImportPlans
{
    private static readonly Permissions[] Rights = [Permissions.DeleteContacts, Permissions.ManageSegments, Permissions.Block, Permissions.ManageFields];

    /// <summary>The plan, or the first thing that is wrong with the options.</summary>
    public static async Task<Result<ImportPlan>> ReadAsync(DashboardDbContext context, OrganizationScope scope, ImportOptions options, bool isSafe, CancellationToken cancellationToken)
    {
        var targets = new List<ColumnTarget>();
        foreach (var column in options.Columns)
        {
            var target = ColumnTarget.Parse(column);
            if (!target.IsOk)
                return target.Problem!;
            targets.Add(target.Value);
        }
        if ((Repeated(targets) ?? Missing(targets, options) ?? NotAllowed(targets, options, scope)) is { } problem)
            return problem;
        var fields = await FieldsAsync(context, scope, targets, cancellationToken);
        if (!fields.IsOk)
            return fields.Problem!;
        var segments = await context.Segments.Where(s => s.OrganizationId == scope.Id.Value && s.Kind != SegmentKind.Dynamic).Select(s => new { s.Id, s.Name, s.Kind }).ToListAsync(cancellationToken);
        if (options.Segments.FirstOrDefault(id => segments.TrueForAll(s => s.Id != id)) is > 0 and var gone)
            return new Problem("SEGMENT_NOT_FOUND", "One of these lists is no more. Choose again.") { Field = "segments", Value = PublicId.Format(PublicId.Segment, gone) };
        return new ImportPlan(options, targets, fields.Value, segments.Where(s => s.Kind == SegmentKind.Category).ToDictionary(s => TextKey.Fold(s.Name)!, s => s.Id), scope.PhoneCountry, isSafe);
    }

    /// <summary>The rights an import with these options takes.</summary>
    public static Permissions Needed(IEnumerable<ColumnTarget> targets, ImportOptions options)
    {
        var needed = Permissions.ImportContacts;
        if (options.RestoresDeleted)
            needed |= Permissions.DeleteContacts;
        if (options.Segments.Count > 0)
            needed |= Permissions.ManageSegments;
        foreach (var target in targets)
        {
            if (target.Kind is TargetKind.Status or TargetKind.BlockedIf)
                needed |= Permissions.Block;
            if (target.Kind == TargetKind.NewField)
                needed |= Permissions.ManageFields;
        }
        return options.Reason is null ? needed : needed | Permissions.Block;
    }

    private static Problem? Repeated(List<ColumnTarget> targets) =>
        targets.Where(t => t.IsUnique).GroupBy(t => t.ToString()).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? new("VALIDATION_ERROR", $"Two columns cannot both be {twice.Key}. Skip one of them.") { Field = "columns", Value = twice.Key } : null;

    private static Problem? Missing(List<ColumnTarget> targets, ImportOptions options)
    {
        var (kind, name) = options.Unique switch { UniqueField.Phone => (TargetKind.Phone, "the phone number"), UniqueField.ExternalId => (TargetKind.ExternalId, "the external id"), _ => (TargetKind.Email, "the email address") };
        return targets.Exists(t => t.Kind == kind) ? null : new("VALIDATION_ERROR", $"Say which column is {name}: by it contacts are recognised.") { Field = "columns" };
    }

    private static Problem? NotAllowed(List<ColumnTarget> targets, ImportOptions options, OrganizationScope scope)
    {
        var missing = Rights.FirstOrDefault(right => Needed(targets, options).HasFlag(right) && !scope.May(right));
        return missing switch
        {
            Permissions.None => null,
            Permissions.DeleteContacts => AccessService.Forbidden with { Message = "Your role does not restore deleted contacts." },
            Permissions.ManageSegments => AccessService.Forbidden with { Message = "Your role does not put contacts into lists." },
            Permissions.Block => AccessService.Forbidden with { Message = "Your role does not block: skip the columns that say who is not written to." },
            _ => AccessService.Forbidden with { Message = "Your role does not define additional fields. Ask an Admin, or skip the column." },
        };
    }

    private static async Task<Result<List<MappedField>>> FieldsAsync(DashboardDbContext context, OrganizationScope scope, List<ColumnTarget> targets, CancellationToken cancellationToken)
    {
        var known = await FieldService.RowsAsync(context, scope.Id, cancellationToken);
        var fields = new List<MappedField>();
        foreach (var target in targets.Where(t => t.Kind is TargetKind.Field or TargetKind.NewField))
        {
            if (target.Kind == TargetKind.NewField)
            {
                if (known.Exists(f => TextKey.Fold(f.Label) == TextKey.Fold(target.Label)))
                    return new Problem("ALREADY_EXISTS", $"There is an additional field {target.Label} already.") { Field = "columns", Value = target.Label };
                fields.Add(new(-1 - fields.Count, target.Label!, target.Label!, target.Type, []));
            }
            else if (known.Find(f => f.Key == target.Key) is { } field)
            {
                fields.Add(new(field.Id, field.Key, field.Label, field.Type, field.Options));
            }
            else
            {
                return new Problem("INVALID_CUSTOM_FIELD", $"There is no additional field {target.Key}.") { Field = "columns", Value = target.Key };
            }
        }
        return fields;
    }
}
