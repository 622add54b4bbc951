using ContactsDashboard.Domain;

namespace ContactsDashboard.Components.Shared;

/// <summary>What is wrong with a form, by field, in the order of the page; the first is where the focus goes.</summary>
public sealed class FormErrors
{
    private readonly List<(string Field, string Text)> _errors = [];

    public bool Any => _errors.Count > 0;

    /// <summary>The first field in error; empty when the error is about the form as a whole.</summary>
    public string? First => Any ? _errors[0].Field : null;

    public string? this[string field] => _errors.Find(e => e.Field == field).Text;

    public void Add(string field, string text) => _errors.Add((field, text));

    /// <summary>Takes over what a service refused, under its field where the form has it.</summary>
    public void Add(Problem problem, params ReadOnlySpan<string> fields) =>
        Add(problem.Field is { } field && fields.Contains(field) ? field : "", problem.Message);

    public void Require(string field, string? value, string text)
    {
        if (string.IsNullOrWhiteSpace(value))
            Add(field, text);
    }

    public void Clear() => _errors.Clear();
}
