using System.Text;

namespace ContactsDashboard.Tests.Mail;

public sealed class MailReaderMessageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n\n \r\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("\ufeff")]
    public async Task Nothing_IsRejectedAsEmpty(string text)
    {
        (await Mails.ReadAsync(text)).Should().ContainSingle().Which.Rejection!.Code.Should().Be("empty");
    }

    [Theory]
    [InlineData("just some text\nand more of it\n")]
    [InlineData("From here on this is prose\n\nand not mail.\n")]
    [InlineData("X-Custom: value\n\nbody\n")]
    [InlineData("Subject:\n\nbody\n")]
    [InlineData("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR")]
    public async Task Text_WithoutKnownField_IsRejectedAsNotMail(string text)
    {
        var item = (await Mails.ReadAsync(text)).Should().ContainSingle().Subject;
        item.Rejection!.Code.Should().Be("not_mail");
        item.NextOffset.Should().Be(Encoding.UTF8.GetByteCount(text));
    }

    [Theory]
    [InlineData("Subject: s")]
    [InlineData("Subject: s\n")]
    [InlineData("Subject: s\r\n\r\n")]
    [InlineData("subject \t: s\n\nbody")]
    [InlineData("SUBJECT:s\n\nbody")]
    [InlineData("Subject:\n s\n\nbody")]
    [InlineData("Subject:\r\n \r\n\ts\r\n\r\nbody")]
    [InlineData("no field at all\nSubject: s\n\nbody")]
    [InlineData("Subject: s\nbody without\nan empty line\nTo: nobody@x.test\n")]
    public async Task Message_OfOddShape_IsRead(string text)
    {
        var message = await Mails.OneAsync(text);
        message.Subject.Should().Be("s");
        message.Participants.Should().BeEmpty();
    }

    [Fact]
    public async Task Fold_OfSpacesOnly_ContinuesField()
    {
        var message = await Mails.OneAsync("To: a@x.test,\r\n   \r\n\tb@x.test\r\nSubject: s\r\n\r\nCc: c@x.test\r\n");
        message.Addresses().Should().Equal("a@x.test", "b@x.test");
    }

    [Fact]
    public async Task Line_WithoutColon_IsPassedOverAndNoted()
    {
        var message = await Mails.OneAsync("From: a@x.test\nwhat is this\nTo: b@x.test\n\nbody\n");
        message.Addresses().Should().Equal("a@x.test", "b@x.test");
        message.Notes.Should().ContainSingle();
    }

    [Fact]
    public async Task From_InObsoleteSpelling_IsAFieldAndNoMailbox()
    {
        (await Mails.OneAsync("From  : a@x.test\nSubject: s\n\nbody\n")).People().Should().Equal("a@x.test/From");
    }

    [Fact]
    public async Task Body_OfSingleMessage_IsNeverSplit()
    {
        var text = "Message-ID: <1@x.test>\n\nbody\n\nFrom a@x.test Thu Aug 22 12:36:23 2002\nMessage-ID: <2@x.test>\n\nbody\n";
        var item = (await Mails.ReadAsync(text)).Should().ContainSingle().Subject;
        item.NextOffset.Should().Be(text.Length);
        (await Mails.ReadAsync(text, item.NextOffset)).Should().BeEmpty();
    }

    [Fact]
    public async Task Header_Over16MiB_IsRejectedAndNextMessageRead()
    {
        var text = new StringBuilder("From a@x.test Thu Aug 22 12:36:23 2002\nSubject: s\n");
        for (var i = 0; i < 200_000; i++)
            text.Append("X-Filler: ").Append('x', 90).Append('\n');
        text.Append("\nbody\n\nFrom a@x.test Thu Aug 22 12:36:23 2002\nMessage-ID: <2@x.test>\n\nbody\n");
        var items = await Mails.ReadAsync(text.ToString());
        items.Select(item => item.Rejection?.Code).Should().Equal("headers_too_large", null);
    }

    [Fact]
    public async Task NulBytes_InHeader_AreLeftOut()
    {
        var message = await Mails.OneAsync("From: a\0nn@x.test\nSubject: a\0b\n\n\0\0\n");
        message.Addresses().Should().Equal("ann@x.test");
        message.Subject.Should().Be("ab");
    }

    [Fact]
    public async Task Subject_IsUnfoldedAndWithoutControls()
    {
        (await Mails.WithHeaderAsync("Subject: one\r\n two\u0007\tthree")).Subject.Should().Be("one two three");
    }

    [Fact]
    public async Task OtherPeople_AreNoParticipants()
    {
        var message = await Mails.WithHeaderAsync(
            "Sender: s@x.test\nReply-To: r@x.test\nResent-To: t@x.test\nResent-From: f@x.test\nReturn-Path: <p@x.test>\nDelivered-To: d@x.test");
        message.Participants.Should().BeEmpty();
    }

    [Fact]
    public async Task Roles_OfOneAddress_AreUnited()
    {
        var message = await Mails.WithHeaderAsync(
            "To: B <b@x.test>, ANN@X.test\nFrom: ann@x.test\nTo: c@x.test\nCc: \"Ann Lee\" <Ann@x.test>\nBcc: b@x.test");
        message.People().Should().Equal("ann@x.test/From,To,Cc", "b@x.test/To,Bcc", "c@x.test/To");
        message.Participants[0].Name.Should().Be("Ann Lee");
        message.Participants[0].Address.Display.Should().Be("ann@x.test");
    }
}
