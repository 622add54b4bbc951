using System.Text;
using ContactsDashboard.Mail;

namespace ContactsDashboard.Tests.Mail;

public sealed class MailReaderMailboxTests
{
    private const string First = "From ann@x.test Thu Aug 22 12:36:23 2002\nMessage-ID: <1@x.test>\nFrom: ann@x.test\n\nhello\n\n";
    private const string Second = "From bob@x.test Fri Aug 23 12:36:23 2002\nMessage-ID: <2@x.test>\nFrom: bob@x.test\n\nhello\n";

    [Theory]
    [InlineData("From bob@x.test Thu Aug 22 12:36:23 2002")]
    [InlineData("From bob@x.test  Thu Aug  2 12:36:23 2002")]
    [InlineData("From bob@x.test Thu Aug 22 12:36 2002")]
    [InlineData("From bob@x.test Thu Aug 22 12:36:23 EST 2002")]
    [InlineData("From bob@x.test Thu Aug 22 12:36:23 2002 +0200")]
    [InlineData("From bob@x.test Thu Aug 22 12:36:23 -0700 2002")]
    [InlineData("From bob@x.test Thu Aug 22 12:36:23 2002 remote from host")]
    [InlineData("From bob@x.test Thu, 22 Aug 2002 12:36:23 +0200")]
    [InlineData("From bob@x.test 22 Aug 2002 12:36:23")]
    [InlineData("From - Thu Aug 22 12:36:23 2002")]
    [InlineData("From MAILER-DAEMON Thu Aug 22 12:36:23 2002")]
    [InlineData("From ???@??? Thu Aug 22 12:36:23 2002")]
    [InlineData("From Thu Aug 22 12:36:23 2002")]
    [InlineData("From \"bob b\"@x.test Thu Aug 22 12:36:23 2002")]
    [InlineData("From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001")]
    public async Task Separator_AfterEmptyLine_BeginsMessage(string separator)
    {
        var items = await Mails.ReadAsync($"{First}{separator}\nMessage-ID: <2@x.test>\n\nbody\n");
        items.Select(item => item.Message!.MessageId).Should().Equal("1@x.test", "2@x.test");
    }

    [Theory]
    [InlineData("From here on nothing matters")]
    [InlineData("From here on Thu Aug 22 12:36:23 2002")]
    [InlineData("From bob@x.test")]
    [InlineData("From bob@x.test , Thu Aug 22 12:36:23 2002 ,")]
    [InlineData("From bob@x.test Thu Aug 22")]
    [InlineData("From bob@x.test on Thu Aug 22 12:36:23 2002 we waited")]
    [InlineData(">From bob@x.test Thu Aug 22 12:36:23 2002")]
    [InlineData("From: bob@x.test Thu Aug 22 12:36:23 2002")]
    [InlineData(" From bob@x.test Thu Aug 22 12:36:23 2002")]
    public async Task Text_LikeSeparator_StaysInBody(string text)
    {
        var items = await Mails.ReadAsync($"{First}{text}\nMessage-ID: <no@x.test>\n\nbody\n\n{Second}");
        items.Select(item => item.Message!.MessageId).Should().Equal("1@x.test", "2@x.test");
    }

    [Fact]
    public async Task Separator_AfterTextAndBeforeField_BeginsMessage()
    {
        var items = await Mails.ReadAsync(First.TrimEnd('\n') + "\n" + Second);
        items.Should().HaveCount(2);
    }

    [Fact]
    public async Task Separator_BetweenLinesOfText_StaysInBody()
    {
        var items = await Mails.ReadAsync(First.TrimEnd('\n') + "\nFrom bob@x.test Thu Aug 22 12:36:23 2002\nand so on\n\n" + Second);
        items.Should().HaveCount(2);
    }

    [Fact]
    public async Task Separator_InsideHeader_IsPassedOver()
    {
        var message = await Mails.OneAsync(
            "From a@x.test Thu Aug 22 12:36:23 2002\nSubject: s\nFrom b@x.test Thu Aug 22 12:36:23 2002\n>From c@x.test Thu\nTo: d@x.test\n\nbody\n");
        message.Addresses().Should().Equal("d@x.test");
        message.SentAt.Should().Be(new(2002, 8, 22, 12, 36, 23, TimeSpan.Zero));
    }

    [Fact]
    public async Task LineEnds_OfAnyKind_GiveSameMessages()
    {
        var expected = (await Mails.ReadAsync(First + Second)).Select(item => item.Message!.MessageId);
        var windows = await Mails.ReadAsync((First + Second).Replace("\n", "\r\n", StringComparison.Ordinal));
        var mixed = await Mails.ReadAsync(First.Replace("\n", "\r\n", StringComparison.Ordinal) + Second.TrimEnd('\n'));
        windows.Select(item => item.Message!.MessageId).Should().Equal(expected);
        mixed.Select(item => item.Message!.MessageId).Should().Equal(expected);
    }

    [Theory]
    [InlineData("\n\n\r\n")]
    [InlineData("\ufeff")]
    [InlineData("\ufeff\n")]
    [InlineData("\0\0\0\n")]
    public async Task Mailbox_BehindBlanks_IsRead(string blanks)
    {
        var items = await Mails.ReadAsync(blanks + First + Second);
        items.Should().HaveCount(2);
        items[0].Offset.Should().Be(Encoding.UTF8.GetByteCount(blanks));
    }

    [Fact]
    public async Task ContentLength_ThatFits_CoversUnquotedSeparator()
    {
        var body = "see:\n\n" + Second;
        var items = await Mails.ReadAsync(
            $"From a@x.test Thu Aug 22 12:36:23 2002\nContent-Length: {body.Length}\nMessage-ID: <0@x.test>\n\n{body}\n{First}");
        items.Select(item => item.Message!.MessageId).Should().Equal("0@x.test", "1@x.test");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("100000")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task ContentLength_ThatDoesNotFit_IsIgnored(string length)
    {
        var items = await Mails.ReadAsync(
            $"From a@x.test Thu Aug 22 12:36:23 2002\nContent-Length: {length}\nMessage-ID: <0@x.test>\n\nbody\n\n{First}{Second}");
        items.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public async Task Stream_ThatTrickles_GivesSameItems(int step)
    {
        var bytes = Encoding.UTF8.GetBytes(First + "From here on\n\n\n" + Second + "\n" + First.Replace("Message-ID", "X-Id", StringComparison.Ordinal));
        var expected = await Mails.ReadAsync(bytes);
        var trickled = await Mails.ReadAsync(new TrickleStream(bytes, step));
        trickled.Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task Items_OfMailbox_CoverItWithoutGaps()
    {
        var items = await Mails.ReadAsync(First + Second + "\nFrom x Thu Aug 22 12:36:23 2002\n\n\nFrom y Thu Aug 22 12:36:23 2002\n\ntext\n");
        items.Skip(1).Select(item => item.Offset).Should().Equal(items.SkipLast(1).Select(item => item.NextOffset));
        items.Select(item => item.Rejection?.Code).Should().Equal(null, null, "empty", "not_mail");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reading_ResumedAtNextOffset_GoesOn(bool canSeek)
    {
        var bytes = Encoding.UTF8.GetBytes(First + Second);
        var all = await Mails.ReadAsync(bytes);
        Stream stream = canSeek ? new MemoryStream(bytes) : new TrickleStream(bytes, 5);
        var rest = await Mails.ReadAsync(stream, all[0].NextOffset);
        rest.Should().BeEquivalentTo([all[1]]);
        (await Mails.ReadAsync(bytes, all[1].NextOffset)).Should().BeEmpty();
        (await Mails.ReadAsync(bytes, bytes.Length + 100)).Should().BeEmpty();
    }

    [Fact]
    public async Task Reading_ResumedAfterAppend_FindsOnlyTheNew()
    {
        var before = await Mails.ReadAsync(First);
        var after = await Mails.ReadAsync(First + Second, before[^1].NextOffset);
        after.Should().ContainSingle().Which.Message!.MessageId.Should().Be("2@x.test");
    }

    [Fact]
    public async Task Reading_ResumedInsideMessage_ReportsAndGoesOn()
    {
        var items = await Mails.ReadAsync(First + Second, 30);
        items.Select(item => item.Rejection?.Code).Should().Equal("not_mail", null);
    }
}
