using System.Text;
using ContactsDashboard.Api.Postfix;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Tests.Api.Postfix;

public class PolicyAnswerTests
{
    private static readonly CheckedRecipient Yes = new("ann@x.test", true, [], null);

    [Theory]
    [InlineData("smtpd_access_policy", "RCPT", "ann@x.test", nameof(PolicyQuestion.MayBeWrittenTo))]
    [InlineData("smtpd_access_policy", "VRFY", "ann@x.test", nameof(PolicyQuestion.MayBeWrittenTo))]
    [InlineData("smtpd_access_policy", "DATA", "ann@x.test", nameof(PolicyQuestion.MayBeWrittenTo))]
    [InlineData("smtpd_access_policy", null, "ann@x.test", nameof(PolicyQuestion.MayBeWrittenTo))]
    [InlineData("smtpd_access_policy", "CONNECT", "", nameof(PolicyQuestion.NobodyNamedYet))]
    [InlineData("smtpd_access_policy", "HELO", "", nameof(PolicyQuestion.NobodyNamedYet))]
    [InlineData("smtpd_access_policy", "EHLO", "", nameof(PolicyQuestion.NobodyNamedYet))]
    [InlineData("smtpd_access_policy", "MAIL", "", nameof(PolicyQuestion.NobodyNamedYet))]
    [InlineData("smtpd_access_policy", "DATA", "", nameof(PolicyQuestion.RecipientsUnknown))]
    [InlineData("smtpd_access_policy", "END-OF-MESSAGE", "", nameof(PolicyQuestion.RecipientsUnknown))]
    [InlineData("smtpd_access_policy", "RCPT", "", nameof(PolicyQuestion.Unclear))]
    [InlineData("smtpd_access_policy", "RCPT", null, nameof(PolicyQuestion.Unclear))]
    [InlineData("smtpd_access_policy", "rcpt", "", nameof(PolicyQuestion.Unclear))]
    [InlineData("smtpd_access_policy", null, null, nameof(PolicyQuestion.Unclear))]
    [InlineData("something_else", "RCPT", "ann@x.test", nameof(PolicyQuestion.Unclear))]
    [InlineData(null, "RCPT", "ann@x.test", nameof(PolicyQuestion.Unclear))]
    public void Question_OfEachStage_IsTheSafeOne(string? kind, string? state, string? recipient, string question) =>
        new PolicyRequest(kind, state, recipient).Question.ToString().Should().Be(question);

    [Fact]
    public void From_EverybodyAllowed_HasNoObjection() => PolicyAnswer.From([Yes, Yes], 2).Action.Should().Be("DUNNO");

    [Fact]
    public void From_OneOfTwoSuppressed_Rejects() =>
        PolicyAnswer.From([Yes, No(SuppressionReason.Bounced)], 2).Action.Should().Be("REJECT 5.7.1 Recipient is suppressed (bounced)");

    [Fact]
    public void From_SeveralReasons_NamesEachOnce() =>
        PolicyAnswer.From([No(SuppressionReason.SpamTrap, SuppressionReason.Manual, SuppressionReason.SpamTrap)], 1).Action
            .Should().Be("REJECT 5.7.1 Recipient is suppressed (blocked, spam trap)");

    [Fact]
    public void From_AnAddressNobodyCanRead_Rejects() =>
        PolicyAnswer.From([new("x", false, [], "INVALID_EMAIL")], 1).Action.Should().StartWith("REJECT 5.1.3 ");

    [Theory]
    [InlineData("NOT_CONFIRMED", "REJECT 5.7.1 Recipient has not confirmed signing up")]
    [InlineData("OVER_LIMIT", "REJECT 5.7.1 Recipient is beyond the number of contacts the plan allows")]
    public void From_RefusedOutsideTheLedger_RejectsWithItsOwnSentence(string code, string answer)
    {
        var refused = new CheckedRecipient("ann@x.test", false, [], null) { Code = code };

        PolicyAnswer.From([Yes, refused], 2).Action.Should().Be(answer);
        PolicyAnswer.From([refused, No(SuppressionReason.Bounced)], 2).Action.Should().Contain("suppressed (bounced)", "the ledger comes first");
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "CHECK_UNAVAILABLE")]
    [InlineData(true, "CHECK_UNAVAILABLE")]
    public void From_AnAnswerThatIsNotClear_Defers(bool allowed, string? problem) =>
        PolicyAnswer.From([new("ann@x.test", allowed, [], problem)], 1).Should().BeSameAs(PolicyAnswer.Unavailable);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void From_FewerOrMoreAnswersThanAsked_Defers(int asked) =>
        PolicyAnswer.From([Yes], asked).Should().BeSameAs(PolicyAnswer.Unavailable);

    [Fact]
    public void From_NobodyAsked_Defers() => PolicyAnswer.From([], 0).Should().BeSameAs(PolicyAnswer.Unavailable);

    [Fact]
    public void ToBytes_IsOneLineAndAnEmptyOne() => Encoding.ASCII.GetString(PolicyAnswer.Dunno.ToBytes()).Should().Be("action=DUNNO\n\n");

    private static CheckedRecipient No(params SuppressionReason[] reasons) => new("ann@x.test", false, [.. reasons.Select(Entry)], null);

    private static LedgerEntry Entry(SuppressionReason reason) => new()
    {
        Id = 1,
        Level = SuppressionLevel.Own,
        Scope = SuppressionScope.Email,
        Value = "ann@x.test",
        Reason = reason,
        Source = SuppressionSource.Operator,
    };
}
