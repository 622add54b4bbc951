namespace ContactsDashboard.Domain.Filters;

/// <summary>What to say where a filter cannot be read: what is wrong and what is allowed.</summary>
internal static class FilterMessages
{
    private const int Listed = 12;

    public static string NoField(string word, FilterNames? names)
    {
        if (FilterTallies.Of(word) == TallyOf.Activity)
            return "Activity is asked for as in activity(status:clicked sent<90d) >= 3.";
        if (FilterTallies.Of(word) == TallyOf.Orders || word.StartsWith("orders.", StringComparison.OrdinalIgnoreCase))
            return NoMeasure(word);
        var additional = names?.Fields.Select(f => FilterFields.AdditionalPrefix + f.Key) ?? [];
        var near = NearestWord.Of(word, FilterFields.All.Select(f => f.Name).Concat(additional).Append("activity").Append(FilterTallies.Orders));
        if (word.StartsWith(FilterFields.AdditionalPrefix, StringComparison.OrdinalIgnoreCase))
            return $"“{word}” is no additional field." + (near is null ? names is null or { Fields: [] } ? "" : $" There are {List(additional)}." : Meant(near));
        return $"“{word}” is no field." + (near is not null ? Meant(near)
            : names?.Fields.FirstOrDefault(f => TextKey.Fold(f.Key) == TextKey.Fold(word)) is { } own ? Meant(FilterFields.AdditionalPrefix + own.Key)
            : " To search for the text itself, put it in quotation marks.");
    }

    public static string NoMeasure(string word) => $"“{word.TrimStart('.')}” is nothing orders come to. There are {List(FilterFields.Measures.Select(m => "orders." + m.Name))}.";

    public static string NoPart(TallyOf of, string word)
    {
        var known = FilterTallies.Fields(of).Select(f => f.Name).ToList();
        var what = word.Length == 0 ? "A condition is missing here." : $"“{word}” is no part of {(of == TallyOf.Activity ? "activity" : "orders")}.";
        return what + (NearestWord.Of(word, known) is { } near ? Meant(near) : $" It may hold {List(known)}.");
    }

    public static string NoOrder(FilterField field, FilterOperator @operator) =>
        $"{FilterPrinter.Print(@operator)} does not go with “{field.Name}”. Use : = or !=, as in {Example(field)}.";

    public static string NoChoice(string field, string word, IEnumerable<string> choices)
    {
        var known = choices.ToList();
        return $"“{word}” is no value of “{field}”." + (NearestWord.Of(word, known) is { } near ? Meant(near) : $" It may be {List(known)}.");
    }

    public static string NoName(string field, string word, IEnumerable<string> names)
    {
        var known = names.ToList();
        return $"There is no {field} “{word}”." + (NearestWord.Of(word, known) is { } near ? Meant(near) : known.Count == 0 ? "" : $" There are {List(known)}.");
    }

    public static string Example(FilterField field) => field switch
    {
        { Kind: FilterKind.Number } => $"{field.Name}>=3",
        { Kind: FilterKind.Date } => $"{field.Name}<90d",
        { Kind: FilterKind.Choice } => $"{field.Name}:{field.Choices[0].Word}",
        { Kind: FilterKind.Domain } => $"{field.Name}:example.com",
        { Kind: FilterKind.Phone } => $"{field.Name}:*4930*",
        { Kind: FilterKind.Id } => $"{field.Name}:cnt_1f",
        { Kind: FilterKind.Name } => $"{field.Name}:\"Regular customers\"",
        { Additional.Type: FieldType.Number } => $"{field.Name}>=3",
        { Additional.Type: FieldType.Date } => $"{field.Name}<90d",
        { Additional.Type: FieldType.Boolean } => $"{field.Name}:true",
        _ => $"{field.Name}:ann*",
    };

    private static string Meant(string word) => $" Did you mean “{word}”?";

    private static string List(IEnumerable<string> words)
    {
        var all = words.ToList();
        return all.Count > Listed ? string.Join(", ", all.Take(Listed)) + " …" : all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} or {all[^1]}";
    }
}
