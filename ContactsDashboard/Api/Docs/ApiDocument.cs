using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ContactsDashboard.Api.Docs;

/// <summary>The OpenAPI document: what the routes' metadata cannot say by themselves.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    public const string Path = $"/openapi/{Name}.json";

    public const string About =
        "Every answer has the same envelope: success, then data or error, then meta with the request's id, which X-Request-Id repeats. "
        + "Instants are ISO 8601 in UTC, ids opaque strings. X-RateLimit-Limit and X-RateLimit-Remaining "
        + "say how many requests a key has left in this minute; "
        + "429 says with Retry-After when to go on. A POST that changes something can be given "
        + "an Idempotency-Key of up to 256 characters: repeated within 24 hours, "
        + "it gets the same answer again, marked Idempotency-Replayed: true, and changes nothing.";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<ApiCall>().Any();
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Complete(operation, context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiCall>()
                .Single(), context.Description.RelativePath!);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Constrain(schema, context);
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new() { Title = "Contacts Dashboard", Version = Name, Description = About };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer",
                Description = "Authorization: Bearer sk_live_…" },
            ["header"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key",
                Description = "X-API-Key: sk_live_…" },
        };
        document.Security = [.. document.Components.SecuritySchemes.Keys.Select(name =>
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] })];
    }

    private static void Complete(OpenApiOperation operation, ApiCall call, string path)
    {
        operation.Description = $"{call.Purpose}\n\nScopes: {string.Join(", ", call.Scopes)}. {call.ScopesNote}".TrimEnd();
        operation.Parameters = [.. PathParameters(path), .. call.Query.Select(Query), .. call.IsIdempotent
            ? new[] { Once("Idempotency-Key"), Once("X-Idempotency-Key") } : []];
        foreach (var answer in call.Answers)
            operation.Responses![$"{answer.Status}"].Description = answer.When;
        foreach (var errors in call.ErrorsByStatus)
            operation.Responses![$"{errors.Key}"].Description = string.Join(", ", errors);
        if (operation.RequestBody is not OpenApiRequestBody body)
            return;
        var content = body.Content!;
        foreach (var media in content.Values)
            media.Example = call.Example is null ? null : JsonNode.Parse(call.Example);
        foreach (var type in call.OtherTypes)
            content[type] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
    }

    private static IEnumerable<OpenApiParameter> PathParameters(string path) =>
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(path).Parameters
        .Select(p => new OpenApiParameter
        {
            Name = p.Name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Description = p.Name switch
            {
                "organizationId" => "The organisation's id, org_…",
                "tokenId" => "The token's id, tok_…",
                "listId" => "The list's id, lst_…",
                _ when path.Contains("/audit/") => "The change's id, aud_…",
                _ when path.Contains("/contacts/") => "The contact's id, cnt_…",
                _ => "The entry's id, sup_…",
            },
        });

    private static OpenApiParameter Query(ApiParameter parameter) => new()
    {
        Name = parameter.Name, In = ParameterLocation.Query, Description = parameter.Purpose,
        Schema = new OpenApiSchema
        {
            Type = parameter.Range is null ? JsonSchemaType.String : JsonSchemaType.Integer,
            Format = parameter.IsInstant ? "date-time" : null,
            Enum = parameter.Choices is { } choices ? [.. choices.Select(c => (JsonNode)JsonValue.Create(c)!)] : null,
            Minimum = parameter.Range is { } range ? $"{range.Min}" : null,
            Maximum = parameter.Range is { Max: < int.MaxValue } bounded ? $"{bounded.Max}" : null,
            Default = parameter.Default is null ? null : parameter.Range is null
                ? JsonValue.Create(parameter.Default) : JsonNode.Parse(parameter.Default),
        },
    };

    private static OpenApiParameter Once(string header) => new()
    {
        Name = header, In = ParameterLocation.Header, Description = "A name for this request; repeated, it is carried out once.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1,
            MaxLength = Services.Idempotency.IdempotencyStore.MaxKey },
    };

    // The exporter knows types; what a record of ours promises besides is written in its attributes.
    private static void Constrain(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) is var written && (written == typeof(DateTimeOffset) || written.IsEnum))
            schema.Type = JsonSchemaType.String | (written == context.JsonPropertyInfo?.PropertyType || context.JsonPropertyInfo is null
                ? 0 : JsonSchemaType.Null);
        if (context.JsonPropertyInfo?.AttributeProvider is { } property)
        {
            if (property.IsDefined(typeof(RequiredAttribute), true))
                schema.Type &= ~JsonSchemaType.Null;
            if (property.GetCustomAttributes(typeof(AllowedValuesAttribute), true) is [AllowedValuesAttribute allowed])
                schema.Enum = [.. allowed.Values.Select(v => v is null
                    ? JsonNullSentinel.JsonNull : (JsonNode)JsonValue.Create((string)v)!)];
            if (property.GetCustomAttributes(typeof(DataTypeAttribute), true) is [DataTypeAttribute { DataType: DataType.DateTime }])
                schema.Format = "date-time";
        }
        if (context.JsonTypeInfo.Kind != System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Object
            || type.Namespace != typeof(Envelope).Namespace)
            return;
        var isPatch = type.Name.EndsWith("Patch", StringComparison.Ordinal);
        var isSent = isPatch || type.Name.EndsWith("Body", StringComparison.Ordinal);
        schema.Required = context.JsonTypeInfo.Properties.Where(p => !isSent || p.AttributeProvider?.IsDefined(typeof(RequiredAttribute),
            true) == true)
            .Select(p => p.Name).ToHashSet();
        if (!isSent || isPatch)
            schema.AdditionalPropertiesAllowed = false;
        if (type == typeof(BulkBody))
            schema.Properties!["suppressions"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(nameof(SuppressionBody), context.Document),
                Description = "Entries as for a single one.",
                MinItems = 1, MaxItems = Services.Suppressions.SuppressionBatchService.MaxEntries,
            };
    }
}
