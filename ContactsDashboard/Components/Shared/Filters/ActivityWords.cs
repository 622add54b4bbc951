using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Components.Shared.Filters;

/// <summary>A tally of activity as a sentence.</summary>
internal static class ActivityWords
{
    /// <summary>The sentence; null where none would be shorter than the text.</summary>
    public static string? Of(Tally tally)
    {
        if (tally.Parts.Any(p => p.Test.Values.Count > 1 || p.Test.Operator == FilterOperator.NotEqual) || tally.Parts.DistinctBy(p => p.Field).Count() < tally.Parts.Count
            || tally.Test.Values is not [NumberValue { Number: var number }] || Count(tally.Test.Operator, number) is not { } count)
            return null;
        var parts = tally.Parts.ToDictionary(p => p.Field, p => p.Test);
        var noun = Noun(parts.GetValueOrDefault("channel"), number == 1 && tally.Test.Operator != FilterOperator.Less);
        var message = parts.TryGetValue("message", out var named) && named.Values is [TextValue text] ? $" “{(text.OpenStart ? "…" : "")}{text.Text}{(text.OpenEnd ? "…" : "")}”" : "";
        var language = parts.TryGetValue("language", out var spoken) ? $", language {FilterWords.Test(FilterFields.OfActivity[3], spoken)}" : "";
        var sent = parts.TryGetValue("sent", out var when) ? " " + (when.Values is [AgeValue] ? "" : "sent ") + FilterWords.Test(FilterFields.OfActivity[4], when) : "";
        return $"{Verb(parts.GetValueOrDefault("status"))} {count} {noun}{message}{sent}{language}";
    }

    private static string Verb(FilterTest? status) => status?.Values is [TextValue { Text: var word }] ? word switch
    {
        "delivered" => "Received",
        "read" => "Read",
        "clicked" => "Clicked",
        "undelivered" => "Did not receive",
        "unsubscribed" => "Unsubscribed by",
        "spam" => "Reported as spam",
        "soft_bounced" => "Soft-bounced",
        _ => "Was sent",
    } : "Was sent";

    private static string Noun(FilterTest? channel, bool one)
    {
        if (channel?.Values is not [TextValue { Text: var word } choice])
            return one ? "message" : "messages";
        var noun = word == "email" ? "e-mail" : $"{FilterFields.OfActivity[0].Choices.First(c => c.Word == choice.Text).Label} message";
        return one ? noun : noun + "s";
    }

    private static string? Count(FilterOperator @operator, decimal number) => @operator switch
    {
        FilterOperator.MoreOrEqual => $"at least {number:0.##}",
        FilterOperator.More => $"more than {number:0.##}",
        FilterOperator.LessOrEqual => $"at most {number:0.##}",
        FilterOperator.Less => $"fewer than {number:0.##}",
        FilterOperator.Is or FilterOperator.Equal => number == 0 ? "no" : $"exactly {number:0.##}",
        _ => null,
    };
}
