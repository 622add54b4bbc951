using ContactsDashboard.Mail;

namespace ContactsDashboard.Tests.Mail;

public sealed class MessageKeyTests
{
    private const string Header = "Date: 22 Aug 2002 12:36:23 +0000\nFrom: a@x.test\nTo: b@x.test,\n c@x.test\nSubject: s\n";
    private const string Body = "hello\nFrom here on\n>From there\n\nbye\n";
    private const string Separator = "From a@x.test Thu Aug 22 12:36:23 2002\n";

    private static async Task<byte[]> KeyOf(string text) => (await Mails.ReadAsync(text))[0].Message!.Key;

    [Fact]
    public async Task Key_OfMessageWithId_IsThatOfItsId()
    {
        (await KeyOf("Message-ID: <1@x.test>\n\nbody")).Should().Equal(MailMessage.KeyOf("1@x.test")).And.HaveCount(16);
    }

    [Fact]
    public async Task Key_OfMessageWithoutId_SurvivesAnyMailbox()
    {
        var expected = await KeyOf($"{Header}\n{Body}");
        var mboxo = Body.Replace("\nFrom", "\n>From", StringComparison.Ordinal);
        var mboxrd = Body.Replace("\n>From", "\n>>From", StringComparison.Ordinal).Replace("\nFrom", "\n>From", StringComparison.Ordinal);
        foreach (var copy in new[]
        {
            $"{Header}\n{Body}".Replace("\n", "\r\n", StringComparison.Ordinal),
            $"{Header}\n{Body.TrimEnd('\n')}",
            $"{Separator}{Header}\n{Body}\n",
            $"{Separator}{Header}\n{mboxo}\n{Separator}Subject: next\n\nbody\n",
            $"{Separator}{Header}\n{mboxrd}\n\n\n",
            $"{Separator}Status: RO\nX-UID: 7\nReceived: x\n{Header}Content-Length: 9\n\n{mboxrd}\n{Separator}Subject: next\n\nbody\n",
            $"{Header.Replace(",\n c", ", c", StringComparison.Ordinal)}\n{Body}",
        })
            (await KeyOf(copy)).Should().Equal(expected);
    }

    [Theory]
    [InlineData("Subject: s", "Subject: t")]
    [InlineData("a@x.test", "d@x.test")]
    [InlineData("12:36:23", "12:36:24")]
    public async Task Key_OfAnotherMessage_Differs(string part, string other)
    {
        var changed = Header.Replace(part, other, StringComparison.Ordinal);
        (await KeyOf($"{changed}\n{Body}")).Should().NotEqual(await KeyOf($"{Header}\n{Body}"));
    }

    [Fact]
    public async Task Key_OfAnotherBody_Differs()
    {
        (await KeyOf($"{Header}\n{Body}more")).Should().NotEqual(await KeyOf($"{Header}\n{Body}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Key_OfTrickledMessage_IsTheSame(int step)
    {
        var text = $"{Separator}{Header}\n{Body}\n\n{Separator}{Header}\n{Body}";
        var keys = (await Mails.ReadAsync(new TrickleStream(Mails.Latin1(text), step))).Select(item => Convert.ToHexString(item.Message!.Key));
        keys.Should().HaveCount(2).And.AllBe(Convert.ToHexString(await KeyOf($"{Header}\n{Body}")));
    }
}
