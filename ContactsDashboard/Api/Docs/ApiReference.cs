using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace ContactsDashboard.Api.Docs;

/// <summary>A field of a body, in the words of the page for people.</summary>
public sealed record ReferenceField(string Name, string Kind, bool IsRequired, string? Purpose);

/// <summary>A call as it is mapped, with what is said about it.</summary>
public sealed record ReferenceCall(string Method, string Path, ApiCall Call)
{
    /// <summary>A command that can be pasted into a terminal where KEY holds a key.</summary>
    public string Curl(string server, string organization)
    {
        var path = Path.Replace("{organizationId}", organization, StringComparison.Ordinal)
            .Replace("{tokenId}", "tok_1", StringComparison.Ordinal).Replace("{listId}", "lst_1", StringComparison.Ordinal)
            .Replace("{id}", Path.Contains("/audit/", StringComparison.Ordinal) ? "aud_1"
                : Path.Contains("/contacts/", StringComparison.Ordinal) ? "cnt_1"
                : Path.Contains("/requests/", StringComparison.Ordinal) ? "req_1"
                : Path.Contains("/imports/", StringComparison.Ordinal) || Path.Contains("/exports/", StringComparison.Ordinal) ? "job_1" : "sup_1", StringComparison.Ordinal);
        var lines = new List<string> { $"curl {(Method == "GET" ? "" : $"-X {Method} ")}\"{server}{path}\"",
            "-H \"Authorization: Bearer $KEY\"" };
        if (Call.Example is { } example)
            lines.AddRange(["-H 'Content-Type: application/json'", $"-d '{example.Trim()}'"]);
        return string.Join(" \\\n     ", lines);
    }

    public IReadOnlyList<ReferenceField> Fields => Call.Body is null
        ? [] : [.. Call.Body.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(Field)];

    private static ReferenceField Field(PropertyInfo property)
    {
        var choices = property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed
            ? string.Join(", ", allowed.Values.OfType<string>()) : null;
        var isList = property.PropertyType.IsGenericType || property.IsDefined(typeof(LengthAttribute));
        var longest = property.GetCustomAttribute<MaxLengthAttribute>()?.Length
            ?? property.GetCustomAttribute<LengthAttribute>()?.MaximumLength;
        var kind = choices ?? (property.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.DateTime ? "instant" : isList
            ? "array"
            : property.PropertyType == typeof(string) ? "text" : "object");
        return new(JsonNamingPolicy.CamelCase.ConvertName(property.Name), longest is null
            ? kind : $"{kind}, at most {longest:N0}{(isList ? "" : " characters")}",
            property.IsDefined(typeof(RequiredAttribute)), property.GetCustomAttribute<DescriptionAttribute>()?.Description);
    }
}

/// <summary>Everything the door for programs offers, read from its routes.</summary>
internal static class ApiReference
{
    public const string PagePath = "/api";

    /// <summary>The calls by resource, in the order of the route table.</summary>
    public static IEnumerable<IGrouping<string, ReferenceCall>> Of(IEnumerable<EndpointDataSource> routes) =>
        routes.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(route => (Route: route, Call: route.Metadata.GetMetadata<ApiCall>())).Where(r => r.Call is not null)
            .Select(r => new ReferenceCall(r.Route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0],
                "/" + r.Route.RoutePattern.RawText!.TrimStart('/'), r.Call!))
            .DistinctBy(c => c.Call.Id).OrderBy(c => c.Path, StringComparer.Ordinal).ThenBy(c => Order(c.Method))
            .GroupBy(c => c.Call.Resource)
            .OrderBy(g => Resources.IndexOf(g.Key) is var i and >= 0 ? i : int.MaxValue);

    private static readonly List<string> Resources =
        ["Contacts", "Contact lists", "Segments", "Orders", "Fields and categories", "Suppressions", "Requests", "Messages", "Events", "Imports", "Exports", "Audit"];

    private static int Order(string method) => Array.IndexOf(["GET", "POST", "PUT", "PATCH", "DELETE"], method);
}
