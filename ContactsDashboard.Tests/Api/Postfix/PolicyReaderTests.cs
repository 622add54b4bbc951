using System.Text;
using ContactsDashboard.Api.Postfix;

namespace ContactsDashboard.Tests.Api.Postfix;

public class PolicyReaderTests
{
    private const string Whole =
        "request=smtpd_access_policy\nprotocol_state=RCPT\nclient_name=localhost\nrecipient=Ann@x.test\nstress=\n\n";

    private static readonly PolicyRequest Ann = new("smtpd_access_policy", "RCPT", "Ann@x.test");

    [Fact]
    public void Read_InOnePiece_IsTheRequest() => Read(Whole).Should().Equal(Ann);

    [Fact]
    public void Read_ByteByByte_IsTheSameRequest() => Read([.. Whole.Select(c => c.ToString())]).Should().Equal(Ann);

    [Fact]
    public void Read_ManyInOnePiece_AreAllReadInTheirOrder() =>
        Read(Whole + Whole.Replace("Ann", "Bob", StringComparison.Ordinal) + Whole)
            .Should().Equal(Ann, Ann with { Recipient = "Bob@x.test" }, Ann);

    [Fact]
    public void Read_WithoutItsEnd_IsNotARequestYet() => Read(Whole[..^1]).Should().BeEmpty();

    [Fact]
    public void Read_CarriageReturns_AreNoPartOfTheValue() =>
        Read(Whole.Replace("\n", "\r\n", StringComparison.Ordinal)).Should().Equal(Ann);

    [Fact]
    public void Read_AttributesNobodyKnows_AreSkipped() => Read("of_2040=é=\n" + Whole).Should().Equal(Ann);

    [Fact]
    public void Read_InternationalRecipient_IsReadAsUtf8() =>
        Read(Whole.Replace("Ann", "Jörg", StringComparison.Ordinal)).Should().Equal(Ann with { Recipient = "Jörg@x.test" });

    [Theory]
    [InlineData("\n")]
    [InlineData("GET / HTTP/1.1\nHost: x\n\n")]
    [InlineData("=x\n" + Whole)]
    [InlineData("client_name=a\0b\n" + Whole)]
    [InlineData("\0\n")]
    [InlineData("recipient=bob@x.test\n" + Whole)]
    public void Read_WhatIsNoRequest_IsUnclear(string text) => Read(text)[0].Question.Should().Be(PolicyQuestion.Unclear);

    [Fact]
    public void Read_RecipientThatIsNotUtf8_IsUnclear()
    {
        ReadOnlyMemory<byte> bytes = Encoding.Latin1.GetBytes(Whole.Replace("Ann", "Jörg", StringComparison.Ordinal));

        new PolicyReader().Read(ref bytes).Should().BeSameAs(PolicyRequest.Unreadable);
    }

    [Fact]
    public void Read_TheSameSaidTwice_IsClear() => Read("recipient=Ann@x.test\n" + Whole).Should().Equal(Ann);

    [Fact]
    public void Read_AfterSomethingUnreadable_GoesOnWithTheNext() =>
        Read("nonsense\n\n" + Whole).Should().Equal(PolicyRequest.Unreadable, Ann);

    [Theory]
    [InlineData(PolicyReader.MaxLine, true)]
    [InlineData(PolicyReader.MaxLine + 1, false)]
    public void Read_LongLine_IsReadUpToItsLimit(int length, bool isClear) =>
        Read("helo_name=".PadRight(length, 'x') + "\n" + Whole).Should().Equal(isClear ? Ann : PolicyRequest.Unreadable);

    [Theory]
    [InlineData(PolicyReader.MaxAttributes, true)]
    [InlineData(PolicyReader.MaxAttributes + 1, false)]
    public void Read_ManyAttributes_AreReadUpToTheirLimit(int count, bool isClear) =>
        Read(string.Concat(Enumerable.Repeat("a=\n", count - 5)) + Whole).Should().Equal(isClear ? Ann : PolicyRequest.Unreadable);

    [Fact]
    public void Read_RequestWithoutEnd_IsNotHeardAnyFurther()
    {
        var reader = new PolicyReader();
        ReadOnlyMemory<byte> bytes = new byte[PolicyReader.MaxRequest * 2];

        reader.Read(ref bytes).Should().BeNull();

        (reader.IsTooLong, bytes.Length).Should().Be((true, 0));
    }

    [Fact]
    public void Read_Requests_KnowsWhenItIsBetweenTwo()
    {
        var reader = new PolicyReader();
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(Whole + "r");

        reader.IsBetweenRequests.Should().BeTrue();
        reader.Read(ref bytes);
        reader.IsBetweenRequests.Should().BeTrue();
        reader.Read(ref bytes);
        reader.IsBetweenRequests.Should().BeFalse();
    }

    private static List<PolicyRequest> Read(params string[] parts)
    {
        var reader = new PolicyReader();
        var requests = new List<PolicyRequest>();
        foreach (var part in parts)
        {
            ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(part);
            while (reader.Read(ref bytes) is { } request)
                requests.Add(request);
        }
        return requests;
    }
}
