using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Segments;

namespace ContactsDashboard.Api;

/// <summary>Additional fields and subscription categories.</summary>
internal static class FieldsApi
{
    private static readonly Problem NoType = new("VALIDATION_ERROR", "type must be text, number, date, boolean or select.") { Field = "type" };

    public static async Task<IResult> ListAsync(HttpContext http, FieldService fields, CancellationToken cancellationToken)
    {
        var rows = await fields.ListAsync(DashboardApi.OrganizationOf(http), cancellationToken);
        return rows.IsOk ? Envelope.Ok(http, new FieldsData([.. rows.Value.Select(FieldShown.Of)])) : Envelope.Fail(http, rows.Problem!);
    }

    public static async Task<IResult> AddAsync(HttpContext http, FieldService fields, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.FieldBody, cancellationToken);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        if (Enum.GetValues<FieldType>().Where(t => ApiJson.NameOf(t) == body.Value.Type).Select(t => (FieldType?)t).FirstOrDefault() is not { } type)
            return Envelope.Fail(http, NoType with { Value = body.Value.Type });
        var edit = new FieldEdit(body.Value.Label ?? "", type, [.. (body.Value.Options ?? []).Select(o => o ?? "")], body.Value.Key);
        var added = await fields.AddAsync(DashboardApi.OrganizationOf(http), edit, cancellationToken);
        return added.IsOk ? Envelope.Ok(http, FieldShown.Of(added.Value), StatusCodes.Status201Created) : Envelope.Fail(http, added.Problem!);
    }

    public static async Task<IResult> ListCategoriesAsync(HttpContext http, CategoryService categories, CancellationToken cancellationToken)
    {
        var rows = await categories.ListAsync(DashboardApi.OrganizationOf(http), cancellationToken);
        return rows.IsOk ? Envelope.Ok(http, new CategoriesData([.. rows.Value.Select(CategoryShown.Of)])) : Envelope.Fail(http, rows.Problem!);
    }

    public static async Task<IResult> AddCategoryAsync(HttpContext http, CategoryService categories, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.CategoryBody, cancellationToken);
        var added = body.IsOk ? await categories.CreateAsync(DashboardApi.OrganizationOf(http), body.Value.Name ?? "", cancellationToken) : body.Problem!;
        return added.IsOk ? Envelope.Ok(http, CategoryShown.Of(added.Value), StatusCodes.Status201Created) : Envelope.Fail(http, added.Problem!);
    }
}

/// <summary>An additional field.</summary>
internal sealed record FieldShown(
    [property: Description("How contacts name it in their fields.")] string Key,
    string Label, FieldType Type,
    [property: Description("The choices of a select.")] IReadOnlyList<string> Options,
    DateTimeOffset CreatedAt)
{
    public static FieldShown Of(FieldRow field) => new(field.Key, field.Label, field.Type, field.Options, field.CreatedAt);
}

/// <summary>All additional fields.</summary>
internal sealed record FieldsData(IReadOnlyList<FieldShown> Fields);

/// <summary>A new additional field.</summary>
internal sealed record FieldBody(
    [property: Required, MaxLength(FieldRules.MaxLabel)] string? Label,
    [property: Required, AllowedValues("text", "number", "date", "boolean", "select")] string? Type,
    [property: Description("Lower-case letters, digits and underscores; left out: made from the label.")] string? Key,
    [property: Description("The choices of a select.")] IReadOnlyList<string?>? Options);

/// <summary>A subscription category.</summary>
internal sealed record CategoryShown(string Id, string Name, [property: Description("Contacts subscribed to it.")] long ContactCount,
    DateTimeOffset CreatedAt)
{
    public static CategoryShown Of(CategoryRow category) => new(PublicId.Format(PublicId.Segment, category.Id), category.Name, category.Contacts, category.CreatedAt);
}

/// <summary>All subscription categories.</summary>
internal sealed record CategoriesData(IReadOnlyList<CategoryShown> Categories);

/// <summary>A new subscription category.</summary>
internal sealed record CategoryBody([property: Required, MaxLength(CategoryService.MaxName)] string? Name);
