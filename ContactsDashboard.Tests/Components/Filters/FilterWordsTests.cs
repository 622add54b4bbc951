using ContactsDashboard.Components.Shared.Filters;
using ContactsDashboard.Domain.Filters;
using ContactsDashboard.Tests.Domain.Filters;

namespace ContactsDashboard.Tests.Components.Filters;

public class FilterWordsTests
{
    [Theory]
    [InlineData("domain:example.com", "Domain is example.com")]
    [InlineData("domain:*.example.com", "Domain ends with .example.com")]
    [InlineData("email:ann", "E-mail contains ann")]
    [InlineData("name=\"Ann Lee\"", "Full name is Ann Lee")]
    [InlineData("city!=*haven", "City does not end with haven")]
    [InlineData("country:(DE, FR)", "Country is DE or FR")]
    [InlineData("phone:never", "Phone is missing")]
    [InlineData("phone!=never", "Phone is known")]
    [InlineData("status:not_confirmed", "E-mail status is Not confirmed")]
    [InlineData("last_active<90d", "Last active in the last 90 days")]
    [InlineData("last_active<1d", "Last active in the last day")]
    [InlineData("created>1y", "Created more than 1 year ago")]
    [InlineData("created>=2026-01-31", "Created since 31 Jan 2026")]
    [InlineData("rating>=50", "E-mail rating at least 50")]
    [InlineData("rating=50", "E-mail rating is 50")]
    [InlineData("has:order", "Has an order")]
    [InlineData("segment:VIP", "In segment VIP")]
    [InlineData("category!=News", "Not in category News")]
    [InlineData("field.shoe_size>40", "Shoe size more than 40")]
    [InlineData("field.birthday<30d", "Birthday in the last 30 days")]
    [InlineData("field.plan:Gold", "Plan is Gold")]
    [InlineData("ann", "Contains “ann”")]
    [InlineData("-domain:example.com", "Not: Domain is example.com")]
    [InlineData("a or b", "a or b")]
    [InlineData("activity(channel:email status:clicked sent<90d)>=3", "Clicked at least 3 e-mails in the last 90 days")]
    [InlineData("activity(message:Spring*)", "Was sent at least 1 message “Spring…”")]
    [InlineData("activity(status:read)=0", "Read no messages")]
    [InlineData("activity(status:(read, clicked))", "activity(status:(read, clicked))")]
    [InlineData("orders(ordered<90d).sum>100", "Sum of orders more than 100, in the last 90 days")]
    [InlineData("orders.last:never", "Last order is missing")]
    public void Of_ACondition_IsWhatAPersonWouldSay(string text, string words) =>
        FilterWords.Of(FilterText.Parse(text, FilterTextTests.Names).Filter!, FilterTextTests.Names).Should().Be(words);

    [Fact]
    public void Draft_OfAnyCondition_GivesThatConditionBackOrLeavesItToTheText()
    {
        var filters = new RandomFilters(new Random(5), FilterTextTests.Names);
        var drafted = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var filter = i % 5 == 0 ? filters.Tally() : (Filter)filters.Comparison(filters.One(filters.Fields));
            if (FilterDraftReader.Of(filter, FilterTextTests.Names) is not { } draft)
                continue;
            drafted++;
            // Where : and = mean the same, the form writes one of them.
            Usual(draft.Read(FilterTextTests.Names).Filter!).Should().Be(Usual(filter));
        }
        drafted.Should().BeGreaterThan(1_000);

        static string Usual(Filter filter) => FilterText.Print(filter).Replace('=', ':');
    }

    [Theory]
    [InlineData("domain:example.com")]
    [InlineData("domain:*.example.com")]
    [InlineData("domain!=example.com")]
    [InlineData("email=ann@example.com")]
    [InlineData("country:(DE)")]
    [InlineData("status:(blacklisted, spam)")]
    [InlineData("last_active>1y")]
    [InlineData("created:2026-01-31")]
    [InlineData("field.birthday<30d")]
    [InlineData("field.shoe_size>=40")]
    [InlineData("field.plan:\"Silver plate\"")]
    [InlineData("consent:any")]
    [InlineData("segment:VIP")]
    [InlineData("activity(channel:email status:clicked message:Spring* sent<90d)>=3")]
    [InlineData("orders(ordered<90d).sum>100")]
    [InlineData("orders.last<1m")]
    [InlineData("rating:50")]
    [InlineData("city=Berlin")]
    public void Draft_OfWhatTheFormMakes_CanBeEditedThere(string text)
    {
        var filter = FilterText.Parse(text, FilterTextTests.Names).Filter!;

        FilterDraftReader.Of(filter, FilterTextTests.Names).Should().NotBeNull();
    }
}
