using Bunit;
using ContactsDashboard.Components.Shared;

namespace ContactsDashboard.Tests.Components.Shared;

public sealed class SearchBoxTests : KitContext
{
    private readonly List<string> searches = [];

    private IRenderedComponent<SearchBox> Open() =>
        Render<SearchBox>(p => p.Add(c => c.Label, "Search contacts").Add(c => c.Action, "/dashboard/contacts").Add(c => c.OnSearch, searches.Add));

    [Fact]
    public async Task Typing_FirstKey_IsSearchedForAtOnce()
    {
        var box = Open();

        await box.Find("input[type=search]").InputAsync(new() { Value = "a" });

        searches.Should().Equal("a");
    }

    [Fact]
    public async Task Typing_FastKeys_AreSearchedForTogether()
    {
        var box = Open();
        await box.Find("input[type=search]").InputAsync(new() { Value = "a" });

        var second = box.Find("input[type=search]").InputAsync(new() { Value = "an" });
        var third = box.Find("input[type=search]").InputAsync(new() { Value = "ann" });
        searches.Should().Equal("a");
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        await Task.WhenAll(second, third);

        searches.Should().Equal("a", "ann");
    }

    [Fact]
    public async Task Typing_UnhurriedKeys_AreSearchedForOneByOne()
    {
        var box = Open();

        foreach (var text in new[] { "a", "an", "ann" })
        {
            await box.Find("input[type=search]").InputAsync(new() { Value = text });
            Clock.Advance(TimeSpan.FromMilliseconds(150));
        }

        searches.Should().Equal("a", "an", "ann");
    }

    [Fact]
    public async Task Typing_OnWhileTheAddressFollows_KeepsWhatIsTyped()
    {
        var box = Open();
        foreach (var text in new[] { "a", "an" })
        {
            await box.Find("input[type=search]").InputAsync(new() { Value = text });
            Clock.Advance(TimeSpan.FromMilliseconds(150));
        }

        box.Render(p => p.Add(c => c.Text, "a"));
        box.Find("input[type=search]").GetAttribute("value").Should().Be("an");

        box.Render(p => p.Add(c => c.Text, "an"));
        box.Render(p => p.Add(c => c.Text, "a"));
        box.Find("input[type=search]").GetAttribute("value").Should().Be("a", "the back button asked for it");
    }
}
