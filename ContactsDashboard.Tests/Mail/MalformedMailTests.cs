using System.Globalization;

namespace ContactsDashboard.Tests.Mail;

/// <summary>Broken mail that somebody met; what it says is decided by the RFCs, and by common sense where they are silent.</summary>
public sealed class MalformedMailTests
{
    [Theory]
    [InlineData("mikel-mail/bad_date_header.eml", null, "2010-12-11T03:20:19", "infoz@reactive-outpost.com/From someone@yahoo.com/To")]
    [InlineData("mikel-mail/bad_date_header2.eml", "201012150659.oBF6xAuc018214@drg.drgnetwork.com", "2010-12-15T06:59:10",
        "enews@free-quilting.com/From someone@live.com/To")]
    [InlineData("mikel-mail/bad_encoded_subject.eml", null, null, "")]
    [InlineData("mikel-mail/bad_subject.eml", null, "2010-12-15T17:21:20", "carol@mysurvey.com/From someone@aol.com/To")]
    [InlineData("mikel-mail/content_transfer_encoding_empty.eml", "11107978796724623", "2001-11-14T03:07:21",
        "3712f2@msa.hinet.net/From brucegemini@yahoo.com.tw/To")]
    [InlineData("mikel-mail/empty_group_lists.eml", "203751.85280.qm@web82107.mail.mud.yahoo.com", "2009-12-03T18:50:22",
        "ceciledwards@sbcglobal.net/From")]
    [InlineData("mikel-mail/invalid_subject_characters.eml", null, null,
        "info@formacaofrenetik.info/From martin@internet.ao/To iris@internet.ao/To support@maxnet.ao/To")]
    [InlineData("mikel-mail/missing_body.eml", "001301c17797$9cd0ef30$a3ab620c@vaio", "2001-11-27T23:02:35", "redacted@attglobal.net/From")]
    [InlineData("mikel-mail/new_line_in_to_header.eml", "4cb5c7d0a3cce_120e..fdbed2b861958562@s.t-example.com.tmail", "2010-10-13T14:53:04",
        "l@gcn-example.com/From leads@sg.dc.com/To sag@leads.gs.ry.com/To sn@example-hotmail.com/To e-s-a-g-8718@app.ar.com/To "
        + "jp@t-exmaple.com/To cc@c-l-example.com/To")]
    [InlineData("mikel-mail/trademark_character_in_subject.eml", "MDAEMON-F201010121621.AA2105420md50000198258@ga-example.com",
        "2010-10-12T16:21:05", "j@yahoo-example.com/From c@ra-example.com/To e-r-w-a-4462@app.ar.com/To leads@ga-example.com/To")]
    [InlineData("mikel-mail/weird_to_header.eml", "20101015032506.28448.qmail@i.tp.host", "2010-10-15T03:25:06",
        "anonymous@i.tp.host/From user-example@aol.com/To e-s-a-s-2200@app.ar.com/To")]
    [InlineData("mikel-mail/raw_email_bad_time.eml", "86a2019dbec6$caa86cc0$390b0485@auracom.net", "2008-06-30T09:34:00",
        "yusuf75thu@auracom.net/From abcdefg@aaaaaaaaa.net/To")]
    [InlineData("mikel-mail/raw_email_double_at_in_header.eml", "d3b8cf8e49f0448085@0c28713a1@f473e@37signals.com", "2005-05-02T22:07:05",
        "jamis@37signals.com/From willard15georgina@jamis.backpackit.com/To")]
    [InlineData("mikel-mail/raw_email_incorrect_header.eml", "4D6AA7EB.6490534@xxx.xxx", "2005-02-23T22:20:17", "xxx@xxx.xxx/From xxx@xxx.com/To")]
    [InlineData("mikel-mail/raw_email_multiple_from.eml", "20071022234523.5BD8E86D2@mangaverde.net", "2007-10-22T23:45:23",
        "tim@powerupdev.com/From,To concierge@powerupdev.com/From,To")]
    [InlineData("mikel-mail/raw_email_trailing_dot.eml", "20080922190628.8FB1518581AC@rubyforge.org", "2008-09-22T19:06:28",
        "noreply@rubyforge.org/From,To")]
    [InlineData("mikel-mail/raw_email_with_at_display_name.eml", "6B7EC235-5B17-4CA8-B2B8-39290DEB43A3@test.lindsaar.net", "2008-11-22T04:04:59",
        "test@lindsaar.net/From jack@lindsar.com/From smith@gmail.com/To raasdnil@gmail.com/To tom@gmail.com/To")]
    [InlineData("mikel-mail/raw_email_with_bad_date.eml", "000001c81a67$a4450700$0100007f@localhost", "2007-11-05T09:17:37",
        "subventive@vodtravel.com/From sydney@xxxxxxxx.xxx/To")]
    [InlineData("mikel-mail/mix_caps_content_type.eml", "201002191008.30117.foo.bar@company.com", "2010-02-19T07:08:29",
        "bb@bug.com/From rubymail@ruby-lang.org/To")]
    [InlineData("mikel-mail/utf8_headers.eml", null, null, "jdöe@xn--mchine-bua.example/From märy@xn--exmple-cua.net/To")]
    [InlineData("mikel-mail/attachment_message_rfc822.eml", "9169D984-4E0B-45EF-82D4-8F5E53AD7012@example.com", "2005-06-06T20:21:22",
        "foo@example.com/From blah@example.com/To")]
    [InlineData("rfc2822/example04.eml", "testabcd.1234@silly.example", null, "pete@silly.example/From c@a.test/To joe@where.test/To jdoe@one.test/To")]
    [InlineData("rfc2822/example10.eml", "testabcd.1234@silly.test", null, "pete@silly.test/From c@public.example/To joe@example.org/To jdoe@one.test/To")]
    [InlineData("rfc2822/example13.eml", "1234@local.machine.example", "1997-11-21T15:55:06", "jdoe@machine.example/From mary@example.net/To")]
    [InlineData("cpython/msg_35.txt", null, null, "aperson@dom.ain/From bperson@dom.ain/To")]
    public async Task File_ThatIsBroken_SaysWhatItCan(string file, string? id, string? date, string people)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Mails.Samples, file), TestContext.Current.CancellationToken);
        var message = await Mails.OneAsync(bytes);
        message.MessageId.Should().Be(id);
        (message.SentAt?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)).Should().Be(date);
        string.Join(' ', message.People()).Should().Be(people);
    }

    [Theory]
    [InlineData("japanese.eml", "まみむめも")]
    [InlineData("japanese_iso_2022.eml", "まみむめも")]
    [InlineData("raw_email_double_at_in_header.eml", "NOTE: 한국말로 하는 것")]
    [InlineData("invalid_subject_characters.eml", "Formação FrenetikPolis: Mega Campanha Final Verão | Cursos de Setembro")]
    [InlineData("utf8_headers.eml", "Säying Hello")]
    public async Task Subject_InAnyCharset_IsRead(string file, string subject)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Mails.Samples, "mikel-mail", file), TestContext.Current.CancellationToken);
        (await Mails.OneAsync(bytes)).Subject.Should().Be(subject);
    }

    [Fact]
    public async Task EveryFile_IsReadOrRejectedWithReason()
    {
        var rejected = new List<string>();
        foreach (var file in new[] { "mikel-mail", "rfc2822", "cpython" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Mails.Samples, folder))))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            foreach (var item in await Mails.ReadAsync(bytes))
            {
                item.NextOffset.Should().Be(bytes.Length);
                if (item.Rejection is { } rejection)
                    rejected.Add($"{Path.GetFileName(file)}: {rejection.Code}");
            }
        }
        rejected.Should().Equal("msg_19.txt: not_mail"); // text without a header
    }
}
