namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about additional fields and subscription categories.</summary>
internal static class FieldCalls
{
    private const string Resource = "Fields and categories";

    public static readonly ApiCall List = new(Resource, "listFields", "List additional fields", "What contacts can hold besides name, address and the like.")
    {
        Scopes = ["contacts:read"],
        Answers = [new(200, typeof(FieldsData), "All of them.")],
    };

    public static readonly ApiCall Add = new(Resource, "addField", "Define an additional field",
        "Its type stays. Up to 100 fields; label and key are used once.")
    {
        Scopes = ["contacts:write"],
        Body = typeof(FieldBody),
        Example = """{ "label": "T-shirt size", "type": "select", "options": ["S", "M", "L"] }""",
        Answers = [new(201, typeof(FieldShown), "The new field.")],
        OwnErrors = ["ALREADY_EXISTS"],
        IsIdempotent = true,
    };

    public static readonly ApiCall ListCategories = new(Resource, "listCategories", "List subscription categories",
        "What contacts can subscribe to, by name. Each is a segment of its name.")
    {
        Scopes = ["contacts:read"],
        Answers = [new(200, typeof(CategoriesData), "All of them.")],
    };

    public static readonly ApiCall AddCategory = new(Resource, "addCategory", "Make a subscription category", "Its name is no other segment's.")
    {
        Scopes = ["contacts:write"],
        Body = typeof(CategoryBody),
        Example = """{ "name": "Newsletter" }""",
        Answers = [new(201, typeof(CategoryShown), "The new category.")],
        OwnErrors = ["ALREADY_EXISTS"],
        IsIdempotent = true,
    };
}
