using System.Text;

namespace ContactsDashboard.Tests.Mail;

public sealed class EncodedWordTests
{
    [Theory]
    [InlineData("=?utf-8?Q?J=C3=B6rg?=", "Jörg")]
    [InlineData("=?UTF-8?b?SsO2cmc=?=", "Jörg")]
    [InlineData("=?utf-8*de?Q?J=C3=B6rg?=", "Jörg")]
    [InlineData("=?iso-8859-1?q?J=f6rg_Lee?=", "Jörg Lee")]
    [InlineData("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a?=\r\n  =?UTF-8?Q?b?= c", "ab c")]
    [InlineData("=?ISO-8859-1?Q?a?==?UTF-8?Q?b?=", "ab")]
    [InlineData("x =?ISO-8859-1?Q?a?= y =?ISO-8859-1?Q?b?=", "x a y b")]
    [InlineData("x=?utf-8?Q?=C3=B6?=y", "xöy")]
    [InlineData("=?utf-8?Q?J=C3?= =?utf-8?Q?=B6rg?=", "Jörg")]
    [InlineData("=?utf-8?B?SsM=?= =?utf-8?Q?=B6rg?=", "Jörg")]
    [InlineData("=?utf-8?B?SsO2?= =?utf-8?B?cmc?=", "Jörg")]
    [InlineData("=?utf-8?B?SsO?= =?utf-8?B?2cmc=?=", "Jörg")]
    [InlineData("=?utf-8?B?SsO2cmc?=", "Jörg")]
    [InlineData("=?utf-8?B?SsO2\r\n cmc=?=", "Jörg")]
    [InlineData("=?utf-8?B?Ss*O2cm!c====?=", "Jörg")]
    [InlineData("=?utf-8?Q?a=ZZb=?=", "a=ZZb=")]
    [InlineData("=?utf-8?Q?what??=", "what?")]
    [InlineData("=?utf-8?Q?two words?=", "two words")]
    [InlineData("=?utf-8?X?abc?=", "=?utf-8?X?abc?=")]
    [InlineData("=?utf-8?Q?abc", "=?utf-8?Q?abc")]
    [InlineData("=?utf-8?Q?abc=", "=?utf-8?Q?abc=")]
    [InlineData("=??Q?abc?=", "=??Q?abc?=")]
    [InlineData("=?", "=?")]
    [InlineData("=?=?=?", "=?=?=?")]
    [InlineData("=?utf-8?Q??=x", "x")]
    [InlineData("=?no-such-set?Q?caf=C3=A9?=", "café")]
    [InlineData("=?no-such-set?Q?caf=E9?=", "café")]
    [InlineData("=?us-ascii?Q?caf=E9?=", "café")]
    [InlineData("=?unknown-8bit?Q?caf=E9?=", "café")]
    [InlineData("=?unicode-1-1-utf-7?Q?+AEA-?=", "=?unicode-1-1-utf-7?Q?+AEA-?=")]
    [InlineData("=?utf-7?Q?+AEA-?=", "=?utf-7?Q?+AEA-?=")]
    [InlineData("=?cp1252?Q?=80?=", "€")]
    [InlineData("=?iso-8859-1?Q?=80?=", "€")]
    [InlineData("=?utf8?Q?=E2=82=AC?=", "€")]
    [InlineData("=?iso-8859-15?Q?=A4?=", "€")]
    [InlineData("=?windows-1251?B?z/Do4uXy?=", "Привет")]
    [InlineData("=?koi8-r?B?8NLJ18XU?=", "Привет")]
    [InlineData("=?iso-2022-jp?B?GyRCJF4kXyRgJGEkYhsoQg==?=", "まみむめも")]
    [InlineData("=?x-sjis?B?grc=?=", "す")]
    [InlineData("=?Shift_JIS?B?grc=?=", "す")]
    [InlineData("=?euc-jp?B?pLk=?=", "す")]
    [InlineData("=?ks_c_5601-1987?B?x9GxuQ==?=", "한국")]
    [InlineData("=?EUC-KR?B?x9GxuQ==?=", "한국")]
    [InlineData("=?gb2312?B?1tC5+g==?=", "中国")]
    [InlineData("=?GBK?B?1tC5+g==?=", "中国")]
    [InlineData("=?big5?B?pKSw6g==?=", "中國")]
    [InlineData("=?tis-620?B?ocI=?=", "กย")]
    public async Task EncodedWord_InSubject_IsDecoded(string raw, string expected)
    {
        (await Mails.WithHeaderAsync($"Subject: {raw}")).Subject.Should().Be(expected);
    }

    [Theory]
    [InlineData("Subject: caf\u00e9", "café")]
    [InlineData("Subject: \u0093caf\u00e9\u0094", "“café”")]
    [InlineData("Content-Type: text/plain; charset=\"koi8-r\"\nSubject: \u00f0\u00d2\u00c9\u00d7\u00c5\u00d4", "Привет")]
    [InlineData("Content-Type: text/plain; charset=utf-8\nSubject: caf\u00e9", "café")]
    [InlineData("Content-Type: text/plain; charset=nonsense\nSubject: caf\u00e9", "café")]
    public async Task EightBitHeader_WithoutEncoding_IsReadAsWhatItLooksLike(string header, string expected)
    {
        (await Mails.OneAsync(Mails.Latin1(header + "\n\nbody\n"))).Subject.Should().Be(expected);
    }

    [Fact]
    public async Task Utf8Header_WithoutEncoding_IsReadAsUtf8()
    {
        var message = await Mails.OneAsync(Encoding.UTF8.GetBytes("Subject: Grüße 🎉\nFrom: Jörg <jörg@exämple.test>\n\nbody\n"));
        message.Subject.Should().Be("Grüße 🎉");
        message.Participants[0].Name.Should().Be("Jörg");
        message.Participants[0].Address.Value.Should().Be("jörg@xn--exmple-cua.test");
    }
}
