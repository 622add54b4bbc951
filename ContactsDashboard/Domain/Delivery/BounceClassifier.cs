namespace ContactsDashboard.Domain.Delivery;

/// <summary>
/// Says whose fault a failed delivery is, by the rules of <c>bounce-rules.txt</c>. In doubt a failure is not permanent: no soft bounce is taken for a hard one.
/// </summary>
public static class BounceClassifier
{
    private static readonly IReadOnlyList<BounceRule> Rules = BounceRule.Load();

    /// <summary>The first rule that fits decides, except that nothing is permanent where a code or the report itself says it may pass.</summary>
    public static BounceClass Classify(Diagnostic diagnostic) => Find(diagnostic) ?? BounceClass.Temporary;

    /// <summary>Null where nothing in it is understood.</summary>
    internal static BounceClass? Find(Diagnostic diagnostic)
    {
        if (diagnostic.IsDelayed)
            return BounceClass.Temporary;
        var text = diagnostic.Plain();
        foreach (var rule in Rules)
        {
            if (rule.Matches(diagnostic, text))
                return rule.Class == BounceClass.Permanent && diagnostic.IsTransient ? BounceClass.Temporary : rule.Class;
        }
        return null;
    }
}
