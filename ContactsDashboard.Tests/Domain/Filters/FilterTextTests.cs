using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using FluentAssertions;

namespace ContactsDashboard.Tests.Domain.Filters;

public class FilterTextTests
{
    internal static readonly FilterNames Names = new(
        [new("plan", "Plan", FieldType.Select) { Options = ["Gold", "Silver plate"] }, new("shoe_size", "Shoe size", FieldType.Number),
            new("birthday", "Birthday", FieldType.Date), new("vip", "VIP", FieldType.Boolean), new("notes", "Notes", FieldType.Text)],
        ["VIP", "Regular customers", "O'Neill \"the\" 100%"], ["News", "any"]);

    [Fact]
    public void Print_AnyFilterOfTheModel_ReadsAsTheSameAgain()
    {
        var samples = new RandomFilters(new Random(20261125), Names);
        for (var i = 0; i < 5_000; i++)
        {
            var filter = samples.Filter();
            var text = FilterText.Print(filter);
            foreach (var names in new[] { null, Names })
            {
                var reading = FilterText.Parse(text, names);
                reading.Error.Should().BeNull("{0} is what it prints", text);
                reading.Filter.Should().Be(filter, "{0} says so", text);
            }
        }
    }

    [Fact]
    public void Parse_AnyText_EndsWithAFilterThatIsStableOrAPlaceInTheText()
    {
        var samples = new RandomFilters(new Random(7), Names);
        var random = new Random(8);
        for (var i = 0; i < 5_000; i++)
        {
            var text = FilterText.Print(samples.Filter());
            var cut = random.Next(text.Length);
            text = (random.Next(3)) switch { 0 => text[..cut], 1 => text.Remove(cut, 1), _ => text.Insert(cut, samples.NastyText()) };
            var reading = FilterText.Parse(text, Names);
            if (reading.Error is { } error)
            {
                error.Position.Should().BeInRange(0, text.Length, "of {0}", text);
                (error.Position + error.Length).Should().BeLessThanOrEqualTo(text.Length, "of {0}", text);
            }
            else
            {
                var printed = FilterText.Print(reading.Filter);
                FilterText.Print(FilterText.Parse(printed, Names).Filter).Should().Be(printed, "{0} was read", text);
            }
        }
    }

    [Theory]
    [InlineData("domain:example.com status:blocked last_active<90d", "domain:example.com status:blocked last_active<90d")]
    [InlineData("a AND (b OR NOT c) -d", "a (b or -c) -d")]
    [InlineData("activity(channel:email status:Clicked message:\"Spring*\" sent < 90d) >= 3", "activity(channel:email status:clicked message:Spring* sent<90d)>=3")]
    [InlineData("activity( ) = 0", "activity()=0")]
    [InlineData("activity() >= 1", "activity()")]
    [InlineData("orders(ordered<90d).sum > 100", "orders(ordered<90d).sum>100")]
    [InlineData("orders(ordered<90d)", "orders(ordered<90d).count>=1")]
    [InlineData("country:( DE ,FR )", "country:(DE, FR)")]
    [InlineData("name:*", "name:any")]
    [InlineData("last_name:Lee consent:NEVER", "surname:Lee consent:never")]
    [InlineData("name:\"never\" name:\"\\*\"", "name:\"never\" name:\"\\*\"")]
    [InlineData("  ((a))  ", "a")]
    [InlineData("ann*", "ann")]
    [InlineData("rating>=3.50", "rating>=3.5")]
    [InlineData("a b or c", "a b or c")]
    public void Print_WhatWasRead_IsTheShortestWayToSayIt(string text, string printed) =>
        FilterText.Print(FilterText.Parse(text).Filter).Should().Be(printed);

    [Fact]
    public void Parse_SideBySide_BindsTighterThanOr() =>
        FilterText.Parse("a b or c").Filter.Should().Be(new AnyOf([new AllOf([new Words("a"), new Words("b")]), new Words("c")]));

    [Fact]
    public void Parse_Nothing_IsNoFilter() => FilterText.Parse("  ").Should().Be(default(FilterReading));

    [Theory]
    [InlineData("statsu:blocked", 0, 6, "“statsu” is no field. Did you mean “status”?")]
    [InlineData("a plan:gold", 2, 4, "Did you mean “field.plan”?")]
    [InlineData("field.plam:gold", 0, 10, "Did you mean “field.plan”?")]
    [InlineData("http://x", 0, 4, "put it in quotation marks")]
    [InlineData("status:blockd", 7, 6, "Did you mean “blocked”?")]
    [InlineData("status:what", 7, 4, "It may be active, blocked, blacklisted")]
    [InlineData("name<ann", 4, 1, "< does not go with “name”. Use : = or !=")]
    [InlineData("field.notes>=b", 11, 2, "does not go with")]
    [InlineData("created>31.01.2026", 8, 10, "Write a day as 2026-01-31")]
    [InlineData("created:90d", 8, 3, "created<90d is less than that")]
    [InlineData("field.birthday<2026-02-30", 15, 10, "is no date")]
    [InlineData("rating>=ten", 8, 3, "is no number")]
    [InlineData("rating>9999999999999", 7, 13, "is no number")]
    [InlineData("source:never", 7, 5, "Every contact has “source”")]
    [InlineData("last_active<never", 12, 5, "go with : = and !=")]
    [InlineData("(a or (b)", 0, 1, "This parenthesis is not closed.")]
    [InlineData("a) b", 1, 1, "closes nothing")]
    [InlineData("name:\"x", 5, 2, "quotation mark is not closed")]
    [InlineData("country:(DE FR)", 12, 1, "Put a comma between values")]
    [InlineData("country:(DE, FR", 8, 1, "not closed")]
    [InlineData("rating>(1, 2)", 7, 1, "compares with one value")]
    [InlineData("a or", 4, 0, "A condition is missing here.")]
    [InlineData("a or or b", 5, 2, "A condition is missing here.")]
    [InlineData(":x", 0, 1, "Write a field before this")]
    [InlineData("email:", 6, 0, "Write what “email” is compared with")]
    [InlineData("name:an*n", 5, 4, "A star stands at the beginning or the end")]
    [InlineData("phone:abc", 6, 3, "has no digits")]
    [InlineData("id:12", 3, 2, "is no contact id")]
    [InlineData("activity(foo:1)", 9, 3, "It may hold channel, status")]
    [InlineData("activity(status:clicked", 8, 1, "not closed")]
    [InlineData("activity>3", 0, 8, "activity(status:clicked sent<90d) >= 3")]
    [InlineData("orders(ordered<1y).summ>3", 18, 5, "orders.sum")]
    [InlineData("orders().sum", 0, 6, "as in orders(ordered<90d).sum>100")]
    [InlineData("segment:VIPP", 8, 4, "There is no segment “VIPP”. Did you mean “VIP”?")]
    [InlineData("category:VIP", 9, 3, "There is no category “VIP”. There are News or any.")]
    [InlineData("field.plan:bronze", 11, 6, "It may be Gold or Silver plate.")]
    [InlineData("field.vip:maybe", 10, 5, "is true or false")]
    public void Parse_WhatIsWrong_NamesThePlaceAndWhatIsAllowed(string text, int position, int length, string message)
    {
        var error = FilterText.Parse(text, Names).Error!;
        error.Message.Should().Contain(message);
        (error.Position, error.Length).Should().Be((position, length));
    }

    [Fact]
    public void Parse_MoreThanAllowed_IsRefused()
    {
        Message(new string('x', FilterRules.MaxLength + 1)).Should().StartWith("A filter has at most 4,000 characters");
        Message(string.Concat(Enumerable.Repeat("(", 1_000)) + "a").Should().Contain("at most 20 deep");
        Message(string.Concat(Enumerable.Repeat("not ", 900)) + "a").Should().Contain("at most 20 deep");
        Message(string.Join(' ', Enumerable.Repeat("a", FilterRules.MaxConditions + 1))).Should().Contain("at most 100 conditions");
        Message($"activity({string.Join(' ', Enumerable.Repeat("channel:sms", FilterRules.MaxConditions + 1))})").Should().Contain("at most 100 conditions");
        Message($"country:({string.Join(",", Enumerable.Repeat("DE", FilterRules.MaxValues + 1))})").Should().Contain("At most 200 values");
        FilterText.Parse($"country:({string.Join(",", Enumerable.Repeat("DE", FilterRules.MaxValues))})").Error.Should().BeNull();

        static string Message(string text) => FilterText.Parse(text).Error!.Message;
    }

    [Theory]
    [InlineData("1y", "2025-11-25")]
    [InlineData("3m", "2026-08-25")]
    [InlineData("2w", "2026-11-11")]
    [InlineData("99999y", "0001-11-25")]
    [InlineData("99999m", "0001-11-25")]
    public void Before_AnyAge_EndsWithinTheCalendar(string age, string day) =>
        FilterReader.Age(age)!.Before(new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero)).Date.Should().Be(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
}
