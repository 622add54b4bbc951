using ContactsDashboard.Domain;

namespace ContactsDashboard.Benchmarks;

/// <summary>A refused operation is quick and proves nothing: it stops the run.</summary>
internal static class Answer
{
    public static T Of<T>(Result<T> result) => result.IsOk ? result.Value : throw new InvalidOperationException($"{result.Problem!.Code}: {result.Problem.Message}");

    public static void Of(Result result)
    {
        if (!result.IsOk)
            throw new InvalidOperationException($"{result.Problem!.Code}: {result.Problem.Message}");
    }
}
