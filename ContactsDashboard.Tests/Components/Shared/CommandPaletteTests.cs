using Bunit;
using ContactsDashboard.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Shared;

public sealed class CommandPaletteTests : KitContext
{
    private static readonly PaletteItem[] Places = [new("Contacts", "Page", "/c", "users"), new("Mail", "Page", "/m", "mail")];

    private static IEnumerable<string> Options(IRenderedComponent<CommandPalette> part) =>
        part.FindAll("[role=option] .cut").Select(o => o.TextContent);

    private static string Active(IRenderedComponent<CommandPalette> part) =>
        part.Find($"#{part.Role("combobox").GetAttribute("aria-activedescendant")} .cut").TextContent;

    private IRenderedComponent<CommandPalette> Open(Func<string, CancellationToken, Task<IReadOnlyList<PaletteItem>>>? search = null) =>
        Render<CommandPalette>(p => p.Add(c => c.Open, true).Add(c => c.Items, Places).Add(c => c.Search, search));

    [Fact]
    public void Palette_Opened_OffersEveryPlace() => Options(Open()).Should().Equal("Contacts", "Mail");

    [Fact]
    public async Task Palette_Typed_KeepsWhatMatches()
    {
        var part = Open();

        await part.Role("combobox").InputAsync("MAI");

        Options(part).Should().Equal("Mail");
    }

    [Fact]
    public async Task Palette_ArrowsAndEnter_GoThere()
    {
        var part = Open();

        await part.Role("combobox").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        Active(part).Should().Be("Mail");
        await part.Role("combobox").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        Active(part).Should().Be("Contacts", "the list goes round");
        await part.Role("combobox").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowUp" });
        await part.Role("combobox").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Services.GetRequiredService<NavigationManager>().Uri.Should().EndWith("/m");
    }

    [Fact]
    public async Task Palette_SearchAnswers_AreAdded()
    {
        var part = Open((text, _) => Task.FromResult<IReadOnlyList<PaletteItem>>([new($"{text}@acme.test", "Contact", "/c/1", "user")]));

        await part.Role("combobox").InputAsync("ma");

        Options(part).Should().Equal("Mail", "ma@acme.test");
    }

    [Fact]
    public async Task Palette_LateAnswer_IsDropped()
    {
        var answers = new Dictionary<string, TaskCompletionSource<IReadOnlyList<PaletteItem>>> { ["a"] = new(), ["ab"] = new() };
        var part = Open((text, _) => answers[text].Task);

        var first = part.Role("combobox").InputAsync("a");
        var second = part.Role("combobox").InputAsync("ab");
        answers["ab"].SetResult([new("ab", null, "/ab", "user")]);
        await second;
        answers["a"].SetResult([new("a", null, "/a", "user")]);
        await first;

        Options(part).Should().Equal("ab");
    }

    [Fact]
    public async Task Palette_NoMatch_SaysSo()
    {
        var part = Open();

        await part.Role("combobox").InputAsync("zzz");

        part.Role("status").TextContent.Should().Be("Nothing found for “zzz”.");
    }
}
