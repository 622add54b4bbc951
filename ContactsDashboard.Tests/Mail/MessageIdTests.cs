namespace ContactsDashboard.Tests.Mail;

public sealed class MessageIdTests
{
    [Theory]
    [InlineData("<a@x.test>", "a@x.test")]
    [InlineData(" < a@x.test > ", "a@x.test")]
    [InlineData("<A@X.test>", "A@X.test")]
    [InlineData("\n <a@x.test>", "a@x.test")]
    [InlineData("<a\n @x.test>", "a@x.test")]
    [InlineData("<abc\r\n def@x.test>", "abcdef@x.test")]
    [InlineData("<1234   @   local(blah)  .machine .example>", "1234@local.machine.example")]
    [InlineData("a@x.test", "a@x.test")]
    [InlineData("no brackets", "no brackets")]
    [InlineData("<a@x.test", "a@x.test")]
    [InlineData("<a@x.test> (added by relay)", "a@x.test")]
    [InlineData("(<c@x.test>) <a@x.test>", "a@x.test")]
    [InlineData("<a@[10.0.0.1]>", "a@[10.0.0.1]")]
    [InlineData("<f473e@0c28@37signals.test>", "f473e@0c28@37signals.test")]
    [InlineData("=?utf-8?q?=3Ca=40x=2Etest=3E?=", "a@x.test")]
    [InlineData("<>", null)]
    [InlineData("< >", null)]
    [InlineData("", null)]
    [InlineData("<a b@x.test>", null)]
    public async Task MessageId_OfAnyShape_IsRead(string raw, string? expected)
    {
        (await Mails.WithHeaderAsync($"Subject: s\nMessage-ID: {raw}")).MessageId.Should().Be(expected);
    }

    [Fact]
    public async Task MessageId_LongerThanAnyLine_IsRead()
    {
        var id = new string('x', 5000) + "@x.test";
        (await Mails.WithHeaderAsync($"Message-ID: <{id}>")).MessageId.Should().Be(id);
    }

    [Theory]
    [InlineData("References: <1@x> <2@x>", "1@x 2@x")]
    [InlineData("References: <1@x>,<2@x>\r\n\t<3@x>", "1@x 2@x 3@x")]
    [InlineData("References: <1@x><2@x>", "1@x 2@x")]
    [InlineData("References: <1@x>\nIn-Reply-To: <2@x>", "1@x 2@x")]
    [InlineData("In-Reply-To: <2@x>\nReferences: <1@x> <2@x>", "1@x 2@x")]
    [InlineData("References: <1@x> <own@x> <1@x>", "1@x")]
    [InlineData("References: <1@x>\nReferences: <2@x>", "1@x 2@x")]
    [InlineData("References: <1\r\n @x> <2@\r\n\tx>", "1@x 2@x")]
    [InlineData("References: <1@x> (a <c@x> comment) words", "1@x")]
    [InlineData("References: <1@x> <2@x", "1@x 2@x")]
    [InlineData("References: <1@x <2@x>", "1@x 2@x")]
    [InlineData("References: <> < >", "")]
    [InlineData("References: 1@x 2@x", "")]
    [InlineData("References: <1@x or g>", "")]
    [InlineData("In-Reply-To: 1@x", "1@x")]
    [InlineData("In-Reply-To: your message of today", "")]
    [InlineData("In-Reply-To: ann@x.test wrote", "")]
    [InlineData("In-Reply-To: nothing", "")]
    [InlineData("In-Reply-To: Your message of \"Thu, 22 Aug 2002 <no@x>\" <1@x>", "1@x")]
    [InlineData("In-Reply-To: Your message of \"Thu <1@x>", "1@x")]
    public async Task References_OfAnyShape_AreRead(string header, string expected)
    {
        var message = await Mails.WithHeaderAsync($"Message-ID: <own@x>\n{header}");
        string.Join(' ', message.References).Should().Be(expected);
    }
}
