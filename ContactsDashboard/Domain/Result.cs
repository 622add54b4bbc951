namespace ContactsDashboard.Domain;

/// <summary>An expected failure: a stable code for programs and a sentence for people that says what to do next.</summary>
public sealed record Problem(string Code, string Message)
{
    public string? Field { get; init; }

    public string? Value { get; init; }

    /// <summary>The public id of the thing in the way, where there is one.</summary>
    public string? RelatedId { get; init; }
}

/// <summary>The outcome of a use case that returns nothing.</summary>
public readonly record struct Result(Problem? Problem)
{
    public static Result Ok => default;

    public bool IsOk => Problem is null;

    public static implicit operator Result(Problem problem) => new(problem);
}

/// <summary>Either a value or the problem that stood in the way.</summary>
public readonly record struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Problem? problem) => (_value, Problem) = (value, problem);

    public Problem? Problem { get; }

    public bool IsOk => Problem is null;

    /// <summary>The value; asking for it after a failure is a bug.</summary>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException($"No value: {Problem.Code}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    public Result ToResult() => new(Problem);
}
