using System.Text;

namespace ContactsDashboard.Tests.Mail;

/// <summary>Megabytes made to be slow: these tests end, which anything worse than linear would not within the day.</summary>
public sealed class AdversarialMailTests
{
    private const int Size = 5_000_000;

    public static TheoryData<string> Patterns { get; } =
    [
        "(", ")", "()", "((a)", "\\(", ",", ";", ":", "<", ">", "<>", "<<", "<@", "<a@", "<,", "@", "@,", "\"", "\\\"", "\"\\", "\"a\"", "[", "@[", "]", ".", " ",
        "\t", "\\", "=", "=?", "?=", "=?=", "=?a?q?", "=?a?q?x", "x=?utf-8?q?x", "=?utf-8?q?x?=", "=?utf-8?b?eA==?= ", "=?utf-8?q?x?=,", "=?a?b?x?= =?c?b?",
        "a@b,", "a@b ", "a b@c ", "a:", "a;", "a <b@c> ", "mailto:", "(a@b)", "\"a\"@", "\0", "\u0001", "\u00ff", "é", "\u202e", "<a b>", "<a\n b>", "<\n ", "x\n ",
        "\n ", "\n\t(", "1 ", "1:", "1:1:1 ", "Aug ", "+1", "- ", "<a(", "< a@b (", "GMT", "a@b.c<", "a.", "aé",
    ];

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task Fields_FilledWithOnePattern_AreReadInLinearTime(string pattern)
    {
        var filling = Filling(pattern, Size / 50);
        var text = new StringBuilder();
        foreach (var field in new[] { "From", "To", "Cc", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Received", "Content-Type" })
            text.Append(field).Append(": ").Append(filling).Append('\n');
        text.Append("Bcc: last@x.test\n\nbody\n");
        var message = await Mails.OneAsync(text.ToString());
        message.Addresses().Contains("last@x.test").Should().BeTrue();
    }

    [Theory]
    [InlineData("(")]
    [InlineData("\"")]
    [InlineData("\\\"")]
    [InlineData("<")]
    [InlineData("<a@")]
    [InlineData(",")]
    [InlineData(":")]
    [InlineData("=?")]
    [InlineData("=?a?q?x")]
    [InlineData("=?utf-8?q?x?= ")]
    [InlineData("a b@c ")]
    public async Task AddressList_OfFiveMegabytes_IsReadInLinearTime(string pattern)
    {
        var message = await Mails.OneAsync($"To: {Filling(pattern, Size)}\nBcc: last@x.test\n\nbody\n");
        message.Addresses().Contains("last@x.test").Should().BeTrue();
    }

    [Theory]
    [InlineData("<@a", ",")]
    [InlineData("\"", "\\\"")]
    [InlineData("(", "(")]
    [InlineData("=?a?q?", "=?a?q?x")]
    [InlineData("x <a@b", "<a")]
    [InlineData("g:", "\"a\"@")]
    public async Task AddressList_WithOpening_IsReadInLinearTime(string opening, string pattern)
    {
        var message = await Mails.OneAsync($"To: {opening}{Filling(pattern, Size)}\nBcc: last@x.test\n\nbody\n");
        message.Addresses().Contains("last@x.test").Should().BeTrue();
    }

    [Theory]
    [InlineData("x\n")]
    [InlineData("To: a@x.test\n")]
    [InlineData(":\n")]
    [InlineData("a:\n")]
    [InlineData("From \n")]
    [InlineData("\nFrom ")]
    [InlineData("\n\nFrom a Thu Aug 22 12:36:23 2002")]
    [InlineData("\r")]
    [InlineData("\n\nFrom a 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    [InlineData("\n\nFrom a@b 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon Mon")]
    [InlineData("Received: ;;;;;;\n")]
    [InlineData("Content-Length: 1000000\n")]
    public async Task Lines_OfFiveMegabytes_AreReadInLinearTime(string pattern)
    {
        var filling = Filling(pattern, Size);
        (await Mails.ReadAsync($"Subject: s\n{filling}")).Should().ContainSingle().Which.Message!.Subject.Should().Be("s");
        (await Mails.ReadAsync($"From a Thu Aug 22 12:36:23 2002\nSubject: s\n\n{filling}"))[0].Message!.Subject.Should().Be("s");
    }

    [Fact]
    public async Task Garbage_OfAnyKind_NeverThrows()
    {
        var random = new Random(1);
        var sample = Encoding.UTF8.GetBytes(
            "From a@x.test Thu Aug 22 12:36:23 2002\nFrom: =?utf-8?q?J=C3?= (c) <a@x.test>\nDate: 22 Aug 2002 12:36:23 +0200\nTo: g: \"b\"@[1];\n\nb\n");
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = sample.ToArray();
            for (var change = random.Next(1, 12); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "<>()\"\\,;:@=?\n\r \0"[random.Next(16)]);
            (await Mails.ReadAsync(bytes[random.Next(20)..])).Should().NotBeEmpty();
        }
    }

    private static string Filling(string pattern, int size)
    {
        var filling = new StringBuilder(size + pattern.Length);
        while (filling.Length < size)
            filling.Append(pattern);
        return filling.ToString();
    }
}
