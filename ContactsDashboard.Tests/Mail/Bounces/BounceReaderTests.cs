using System.Text;
using System.Text.Json;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Mail.Bounces;

namespace ContactsDashboard.Tests.Mail.Bounces;

/// <summary>What messages report of others, against labels: invented ones after public documentation, and real ones of three collections.</summary>
public sealed class BounceReaderTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Mail", "Bounces");

    // The report names five recipients with a record of their own each; the label names three of them.
    private static readonly string[] LabelledInPart = ["mikel-multi_address_bounce1.eml", "mikel-multi_address_bounce2.eml"];

    [Theory]
    [InlineData("permanent")]
    [InlineData("temporary")]
    [InlineData("sender")]
    [InlineData("complaint")]
    [InlineData("none")]
    public async Task Messages_OfEachClass_AreReadAsLabelled(string label)
    {
        var text = (await File.ReadAllTextAsync(Path.Combine(Folder, label + ".txt"), TestContext.Current.CancellationToken)).Replace("\r\n", "\n");
        var messages = text.Split("\n%%%%").Skip(1).Select(m => (Expected: m[..m.IndexOf('\n')].Trim(), Message: m[(m.IndexOf('\n') + 1)..])).ToList();
        messages.Should().HaveCountGreaterThanOrEqualTo(10);
        foreach (var (expected, message) in messages)
        {
            var report = (await Mails.OneAsync(message)).Report;
            var because = message.Split('\n').First(line => line.StartsWith("Subject:", StringComparison.Ordinal));
            (report?.Recipients.Select(r => r.Address.Value) ?? []).Should().BeEquivalentTo(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), because);
            LabelOf(report).Should().Be(label, because);
        }
    }

    [Fact]
    public async Task Collections_UnderFreeLicences_AreReadWithoutAWrongRecipient()
    {
        var tally = await TallyAsync(Path.Combine(Mails.Samples, "bounces"), Path.Combine(Mails.Samples, "bounces"));
        tally.Wrong.Should().BeEmpty();
        tally.SoftAsHard.Should().BeEmpty();
        tally.Missed.Should().BeEmpty();
        tally.OtherClass.Should().BeEmpty();
    }

    [Fact]
    public async Task CollectionOfMailLists_WhereItIsThere_IsReadWithoutAWrongRecipient()
    {
        if (Beside("shared/data/bounces/flufl") is not { } folder)
        {
            TestContext.Current.TestOutputHelper!.WriteLine("The collection shared/data/bounces/flufl (LGPL) is not beside the checkout: nothing was compared with it.");
            return;
        }
        var tally = await TallyAsync(folder, Path.Combine(folder, "mail"));
        tally.Wrong.Should().BeEmpty();
        tally.SoftAsHard.Should().BeEmpty();
        tally.Missed.Count.Should().BeLessThanOrEqualTo(tally.Expected / 10, string.Join(", ", tally.Missed));
    }

    [Fact]
    public void Returned_SaysWhichMailItWas()
    {
        var returned = BounceReader.Read(Encoding.UTF8.GetBytes("""
            Return-Path: <>
            From: MAILER-DAEMON@mx.example.net
            To: bounce+ann=example.com@acme.example
            Subject: failure notice

            <ann@example.com>:
            550 5.1.1 no such user

            --- Below this line is a copy of the message.

            Return-Path: <bounce+ann=example.com@acme.example>
            Message-ID: <m1@acme.example>
            From: Acme <news@acme.example>
            To: Ann <ann@example.com>, bob@example.org
            Subject: =?utf-8?q?M=C3=A4rz?=
            Date: Mon, 2 Mar 2026 10:00:00 +0000

            """.ReplaceLineEndings("\r\n")))!.Returned;
        (returned.MessageId, returned.From?.Value, returned.Subject).Should().Be(("m1@acme.example", "news@acme.example", "März"));
        returned.Recipients.Select(r => r.Value).Should().Equal("ann@example.com", "bob@example.org");
        returned.Paths.Select(p => p.Value).Should().Equal("bounce+ann=example.com@acme.example");
        returned.SentAt.Should().Be(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("text/plain", "<a@b.example>: could not deliver mailbox user unknown to ann@x.example\n")]
    [InlineData("text/html", "<")]
    [InlineData("multipart/report; boundary=b", "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.0.0\n")]
    [InlineData("multipart/mixed; boundary=b", "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=b\n\n")]
    [InlineData("text/plain", "From: a\nTo: b\n\n")]
    public async Task Message_MadeToBeSlow_EndsSoon(string type, string piece)
    {
        var body = string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length));
        var read = Task.Run(() => BounceReader.Read(Encoding.UTF8.GetBytes($"From: MAILER-DAEMON@x.example\nSubject: failure notice\nContent-Type: {type}\n\ncould not be delivered\n{body}")));
        await read.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Mailbox_OfOrdinaryMail_HasNoReportsButItsThreeBounces()
    {
        var reports = new List<string>();
        await foreach (var item in ContactsDashboard.Mail.MailFiles.ReadAsync([Path.Combine(Mails.Samples, "ham-2002.mbox.gz")], TestContext.Current.CancellationToken))
        {
            if (item.Message?.Report is { } report)
                reports.Add($"{item.Message.Subject[..12]} {string.Join(' ', report.Recipients.Select(r => $"{r.Address.Value} {r.Class}"))}");
        }
        reports.Should().BeEquivalentTo("WARNING. Mai casimir@tgsnopec.com Temporary", "Returned mai matt_relay@sbcglobal.net Permanent", "Failed mail: daz@jpci.net Temporary");
    }

    private static string LabelOf(MailReport? report) => report switch
    {
        null => "none",
        { Kind: MailReportKind.Complaint } => "complaint",
        _ => string.Join(',', report.Recipients.Select(r => r.Class).Distinct().Select(c => c switch
        {
            BounceClass.Permanent => "permanent",
            BounceClass.Temporary => "temporary",
            _ => "sender",
        })),
    };

    private static async Task<Tally> TallyAsync(string folder, string mail)
    {
        var tally = new Tally();
        using var labels = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json"), TestContext.Current.CancellationToken));
        foreach (var label in labels.RootElement.EnumerateObject())
        {
            var items = await Mails.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(mail, label.Name), TestContext.Current.CancellationToken));
            tally.Compare(label.Name, Labels(label.Value), items.Select(i => i.Message?.Report).FirstOrDefault(r => r is not null));
        }
        return tally;
    }

    /// <summary>Recipients and their class; null where the collection says nothing of a message.</summary>
    private static Dictionary<string, string>? Labels(JsonElement label)
    {
        if (label.TryGetProperty("class", out var all))
        {
            var name = all.GetString()!;
            var named = label.GetProperty("recipients").EnumerateArray().Select(r => r.GetString()!.ToLowerInvariant()).ToList();
            return name == "none" ? [] : name == "free" && named.Count == 0 ? null : named.ToDictionary(r => r, _ => name);
        }
        if (label.GetProperty("permanent").ValueKind == JsonValueKind.Null)
            return null;
        return label.GetProperty("permanent").EnumerateArray().Select(r => (r.GetString()!, "free")).Concat(label.GetProperty("temporary").EnumerateArray()
            .Select(r => (r.GetString()!, "soft"))).ToDictionary(r => r.Item1.ToLowerInvariant(), r => r.Item2);
    }

    private static string? Beside(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, path)))
                return Path.Combine(folder.FullName, path);
        }
        return null;
    }

    private sealed class Tally
    {
        public List<string> Wrong { get; } = [];

        public List<string> Missed { get; } = [];

        public List<string> SoftAsHard { get; } = [];

        public List<string> OtherClass { get; } = [];

        public int Expected { get; private set; }

        public void Compare(string name, Dictionary<string, string>? labels, MailReport? report)
        {
            if (labels is null)
                return;
            var found = report?.Recipients.ToDictionary(r => r.Address.Value) ?? [];
            if (!LabelledInPart.Contains(name))
                Wrong.AddRange(found.Keys.Where(r => !labels.ContainsKey(r)).Select(r => $"{name}: {r}"));
            foreach (var (recipient, label) in labels)
            {
                Expected++;
                if (!found.TryGetValue(recipient, out var there))
                    Missed.Add($"{name}: {recipient}");
                else if (label == "soft" && there.Class == BounceClass.Permanent)
                    SoftAsHard.Add($"{name}: {recipient}");
                else if (label != "free" && label != (report!.Kind == MailReportKind.Complaint ? "complaint" : there.Class == BounceClass.Permanent ? "hard" : "soft"))
                    OtherClass.Add($"{name}: {recipient} {there.Class}");
            }
        }
    }
}
