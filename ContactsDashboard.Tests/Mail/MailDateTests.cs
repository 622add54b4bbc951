using System.Globalization;

namespace ContactsDashboard.Tests.Mail;

public sealed class MailDateTests
{
    [Theory]
    [InlineData("Thu, 22 Aug 2002 12:36:23 +0200", "2002-08-22T10:36:23")]
    [InlineData("22 Aug 2002 12:36:23 -0400", "2002-08-22T16:36:23")]
    [InlineData("22 Aug 2002 12:36 +0000", "2002-08-22T12:36:00")]
    [InlineData("Mon, 22 Aug 2002 12:36:23 +0000", "2002-08-22T12:36:23")]
    [InlineData("Thu,22 Aug 2002 12:36:23+0200", "2002-08-22T10:36:23")]
    [InlineData("Thu 22 Aug 2002 12:36:23 GMT", "2002-08-22T12:36:23")]
    [InlineData("Thu, 22 Aug 02 12:36:23 EDT", "2002-08-22T16:36:23")]
    [InlineData("Thu, 22 Aug 98 12:36:23 PST", "1998-08-22T20:36:23")]
    [InlineData("Thu, 22 Aug 102 12:36:23 UT", "2002-08-22T12:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 +0000 (UTC)", "2002-08-22T12:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 -0000", "2002-08-22T12:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23", "2002-08-22T12:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 Z", "2002-08-22T12:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 A", "2002-08-22T12:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 XYZ", "2002-08-22T12:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 GMT+2", "2002-08-22T10:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 GMT-0300", "2002-08-22T15:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 +02:00", "2002-08-22T10:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 -0400 EDT", "2002-08-22T16:36:23")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 CEST", "2002-08-22T10:36:23")]
    [InlineData("Thu (day), 22 (the) Aug 2002 (year) 12:36:23 (t(i)me) +0200", "2002-08-22T10:36:23")]
    [InlineData("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06")]
    [InlineData("Thu,\r\n 22\r\n  Aug\r\n   2002\r\n 12:36\r\n  -0330 (Newfoundland Time)", "2002-08-22T16:06:00")]
    [InlineData("Thu Aug 22 12:36:23 2002", "2002-08-22T12:36:23")]
    [InlineData("Thu Aug 22 12:36:23 MET DST 2002", "2002-08-22T11:36:23")]
    [InlineData("Thu Aug 22 2002 12:36:23 GMT+0200 (CEST)", "2002-08-22T10:36:23")]
    [InlineData("Thursday, August 22, 2002 12:36:23 PM", "2002-08-22T12:36:23")]
    [InlineData("22 Aug 2002 01:36:23 pm -0000", "2002-08-22T13:36:23")]
    [InlineData("22-Aug-2002 12:36:23 +0200", "2002-08-22T10:36:23")]
    [InlineData("22/Aug/2002 12:36:23 +0200", "2002-08-22T10:36:23")]
    [InlineData("Thu, 22 Aug 2002 12.36.23 +0200", "2002-08-22T10:36:23")]
    [InlineData("2002-08-22T12:36:23Z", "2002-08-22T12:36:23")]
    [InlineData("2002-08-22T12:36:23.123+02:00", "2002-08-22T10:36:23")]
    [InlineData("2002-08-22 12:36:23 -0400", "2002-08-22T16:36:23")]
    [InlineData("2002/08/22 12:36:23", "2002-08-22T12:36:23")]
    [InlineData("22.08.2002 12:36:23", "2002-08-22T12:36:23")]
    [InlineData("22 Aug 2002", "2002-08-22T00:00:00")]
    [InlineData("Thu, 22 Sept 2002 12:36:60 +0000", "2002-09-22T12:36:59")]
    [InlineData("Tue, 12 Oct 2010 16:21:05 H0500", "2010-10-12T16:21:05")]
    [InlineData("Thu, 22 Aug 2002 12:36:23 -1500", "2002-08-23T03:36:23")]
    [InlineData("29 Feb 2004 00:00:00 +0000", "2004-02-29T00:00:00")]
    [InlineData("29 Feb 2003 00:00:00 +0000", null)]
    [InlineData("Wed, 15 Dec 2010    59:10 -0500", null)]
    [InlineData("Mon, 30 Jun 3609 15:33:50 +0600", null)]
    [InlineData("Thu, 1 Jan 1970 00:00:00 +0000", null)]
    [InlineData("Pn, 29 paX 2007 21:13:00 +0100", null)]
    [InlineData("01/02/03 12:00:00", null)]
    [InlineData("Thu, 22 Aug 2002 12:36:23 +9999", null)]
    [InlineData("<HR>", null)]
    [InlineData("", null)]
    [InlineData("999999999999999999999999 Aug 99999999999999999", null)]
    public async Task Date_OfAnyShape_IsReadOrUnknown(string raw, string? expected)
    {
        var message = await Mails.WithHeaderAsync($"Subject: s\nDate: {raw}");
        message.SentAt?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture).Should().Be(expected);
        (message.SentAt is null).Should().Be(expected is null);
    }

    private const string Received = "Received: from a by b; Fri, 23 Aug 2002 10:00:00 +0000";

    [Theory]
    [InlineData("Date: 22 Aug 2002 10:00 +0000", Received, "2002-08-22T10:00:00")]
    [InlineData("Date: 24 Aug 2002 10:00 +0000", Received, "2002-08-24T10:00:00")]
    [InlineData("Date: 24 Aug 2002 10:01 +0000", Received, "2002-08-23T10:00:00")]
    [InlineData("Date: 1 Jan 1999 10:00 +0000", Received, "1999-01-01T10:00:00")]
    [InlineData("Date: nonsense", Received, "2002-08-23T10:00:00")]
    [InlineData("X: 1", Received, "2002-08-23T10:00:00")]
    [InlineData("Received: from c by d", Received, "2002-08-23T10:00:00")]
    [InlineData("Received: x; 25 Aug 2002 10:00 +0000", Received, "2002-08-25T10:00:00")]
    [InlineData("Received: x; 25 Aug 2002 10:00 +0000 (a; b)", Received, "2002-08-25T10:00:00")]
    [InlineData("Received: x;\r\n\t25 Aug 2002 10:00 +0000", Received, "2002-08-25T10:00:00")]
    [InlineData("X: 1", "Subject: s", null)]
    [InlineData("Date: 24 Aug 2012 10:01 +0000", "Subject: s", "2012-08-24T10:01:00")]
    public async Task SentAt_FollowsTheRule(string date, string received, string? expected)
    {
        var message = await Mails.OneAsync($"{date}\n{received}\nMessage-ID: <1@x>\n\nbody\n");
        message.SentAt?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture).Should().Be(expected);
        (message.SentAt is null).Should().Be(expected is null);
    }

    [Theory]
    [InlineData("Date: 24 Aug 2002 10:00 +0000", "2002-08-24T10:00:00")]
    [InlineData("Date: 25 Aug 2002 10:00 +0000", "2002-08-23T11:00:00")]
    [InlineData("X: 1", "2002-08-23T11:00:00")]
    [InlineData(Received, "2002-08-23T10:00:00")]
    public async Task SentAt_InMailbox_FallsBackToSeparator(string header, string expected)
    {
        var message = await Mails.OneAsync($"From a Fri Aug 23 11:00:00 2002\n{header}\nMessage-ID: <1@x>\n\nbody\n");
        message.SentAt!.Value.UtcDateTime.ToString("s", CultureInfo.InvariantCulture).Should().Be(expected);
    }

    [Fact]
    public async Task SentAt_InPatchMailbox_IgnoresItsFixedDate()
    {
        var message = await Mails.OneAsync(
            "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: a@x.test\nDate: 22 Aug 2022 10:00 +0000\n\nbody\n");
        message.SentAt!.Value.Year.Should().Be(2022);
    }
}
