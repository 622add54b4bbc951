using ContactsDashboard.Data.Search;

namespace ContactsDashboard.Tests.Data;

public sealed class TextColumnTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("bab")]
    [InlineData("abcabc")]
    [InlineData("zz")]
    public void Find_ScannedInParts_FindsWhatContainsTheText(string wanted)
    {
        var random = new Random(7);
        var texts = Enumerable.Range(0, 5_003).Select(_ => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "abc"[random.Next(3)]))).ToList();
        var column = new TextColumn(partBytes: 100);
        texts.ForEach(column.Append);
        column.Blank(77);
        texts[77] = "";

        var found = new PlaceSet(texts.Count);
        column.Find(wanted, found);

        Enumerable.Range(0, texts.Count).Where(p => found[p]).Should().Equal(Enumerable.Range(0, texts.Count).Where(p => texts[p].Contains(wanted, StringComparison.Ordinal)));
    }
}
