using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Tests.Domain.Delivery;

/// <summary>Whose fault a failed delivery is, in the words of those who say so.</summary>
public sealed class BounceClassifierTests
{
    private static readonly string Labelled = Path.Combine(AppContext.BaseDirectory, "Domain", "Delivery", "diagnostics.tsv");

    [Fact]
    public async Task Diagnostic_OfEveryKnownServer_IsClassedAsItIsMeant()
    {
        var lines = await File.ReadAllLinesAsync(Labelled, TestContext.Current.CancellationToken);
        var cases = lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')).ToList();
        cases.Should().HaveCountGreaterThan(150);
        cases.Where(c => Classify(c) != c[0]).Select(c => $"{c[0]} is not {Classify(c)}: {c[1]} {c[2]}").Should().BeEmpty();
    }

    [Theory]
    [InlineData("5.1.1", "550 5.1.1 User unknown")]
    [InlineData("5.0.0", "")]
    [InlineData("5.7.1", "554 5.7.1 blocked using zen.spamhaus.org")]
    public void Report_OfADelay_IsTemporaryWhateverElseItSays(string status, string text) =>
        BounceClassifier.Classify(Diagnostic.Parse(text, status, isDelayed: true)).Should().Be(BounceClass.Temporary);

    [Theory]
    [InlineData("4.0.0", "550 5.1.1 User unknown")]
    [InlineData("4.1.1", "unknown user")]
    [InlineData(null, "450 4.1.1 <ann@example.com>: Recipient address rejected: unverified address: unknown user")]
    [InlineData("5.2.2", "")]
    [InlineData(null, "whatever this may be")]
    [InlineData(null, null)]
    public void Failure_ThatMayPass_IsNeverPermanent(string? status, string? text) =>
        BounceClassifier.Classify(Diagnostic.Parse(text, status)).Should().Be(BounceClass.Temporary);

    [Fact]
    public void Names_OfHostsAndPeople_SayNothing() => BounceClassifier.Classify(
        Diagnostic.Parse("host spam.full.example[192.0.2.1] said: 550 5.1.1 <quota.exceeded@spam.example>: no such user (in reply to RCPT TO command)"))
        .Should().Be(BounceClass.Permanent);

    [Theory]
    [InlineData("smtp; 550-5.1.1 no such\n 550 5.1.1 user", "5.1.1", 550)]
    [InlineData("host mx.example.com[192.0.2.1] said: 452 4.2.2 full", "4.2.2", 452)]
    [InlineData("Sorry, no mailbox here by that name. (#5.1.1)", "5.1.1", null)]
    [InlineData("rejected by 5.1.1.8 after 550 bytes", null, null)]
    [InlineData("connect to mx.example.com[4.4.1.9]:25: timed out", null, null)]
    public void Codes_AreFoundInTheText(string text, string? status, int? reply)
    {
        var diagnostic = Diagnostic.Parse(text);
        (diagnostic.Status?.ToString(), diagnostic.Reply).Should().Be((status, reply));
    }

    [Fact]
    public void VagueStatus_GivesWayToWhatTheTextSays() =>
        Diagnostic.Parse("550 5.1.1 no", "5.0.0").Status.Should().Be(new EnhancedStatus(5, 1, 1));

    [Theory]
    [InlineData("mailbox content reject user ")]
    [InlineData("message exceed sender host name ")]
    [InlineData("invalid not violat recipient ")]
    public async Task Text_MadeToBeSlow_EndsSoon(string word)
    {
        var diagnostic = Diagnostic.Parse(string.Concat(Enumerable.Repeat(word, 100_000)));

        // What explodes takes hours, not seconds.
        await Task.Run(() => BounceClassifier.Classify(diagnostic), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    private static string Classify(string[] c) => BounceClassifier.Classify(Diagnostic.Parse(c[2].Replace("\\n", "\n"), c[1] == "-" ? null : c[1])) switch
    {
        BounceClass.Permanent => "P",
        BounceClass.Temporary => "T",
        _ => "S",
    };
}
