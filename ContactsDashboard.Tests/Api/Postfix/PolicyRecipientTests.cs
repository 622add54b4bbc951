using ContactsDashboard.Api.Postfix;

namespace ContactsDashboard.Tests.Api.Postfix;

/// <summary>Recipients in the form in which Postfix 3.7 hands them on.</summary>
public class PolicyRecipientTests
{
    [Theory]
    [InlineData("ann@x.test", "ann@x.test")]
    [InlineData("Ann+News@X.TEST", "ann+news@x.test")]
    [InlineData("ann@x.test.", "ann@x.test")]
    [InlineData("jörg@x.test", "jörg@x.test")]
    [InlineData("ann@münchen.test", "ann@xn--mnchen-3ya.test")]
    [InlineData("ann@xn--mnchen-3ya.test", "ann@xn--mnchen-3ya.test")]
    [InlineData("ann@[192.0.2.1]", "ann@[192.0.2.1]")]
    [InlineData("ann b@x.test", "\"ann b\"@x.test")]
    [InlineData("a\"b\\c@x.test", "\"a\\\"b\\\\c\"@x.test")]
    [InlineData(".ann@x.test", ".ann@x.test", "\".ann\"@x.test")]
    public void Readings_OfAnAddress_AreItsSpellingsInTheLedger(string recipient, params string[] readings) =>
        PolicyRecipient.ReadingsOf(recipient).Should().Equal(readings);

    [Theory]
    [InlineData("@r.test,@q.test:ann@x.test")]
    [InlineData("ann@x.test@relay.test")]
    [InlineData("ann@x.test@")]
    [InlineData("ann%x.test@relay.test")]
    [InlineData("ann%x.test")]
    [InlineData("x.test!ann")]
    [InlineData("x.test!ann@relay.test")]
    [InlineData("relay.test!x.test!ann")]
    [InlineData("ann%x.test%relay.test@relay.test")]
    [InlineData("@r.test:ann%x.test@relay.test")]
    public void Readings_OfARoute_IncludeWhomItLeadsTo(string recipient) =>
        PolicyRecipient.ReadingsOf(recipient).Should().Contain("ann@x.test");

    [Theory]
    [InlineData("postmaster")]
    [InlineData("ann")]
    [InlineData("ann@")]
    [InlineData(" ")]
    public void Readings_WithoutADomain_AreNone(string recipient) => PolicyRecipient.ReadingsOf(recipient).Should().BeEmpty();

    [Theory]
    [InlineData("@x.test")]
    [InlineData("ann@x y.test")]
    [InlineData("a!b@-#-")]
    public void Readings_OfWhatIsNoAddress_AreLeftToTheSendGate(string recipient) =>
        PolicyRecipient.ReadingsOf(recipient).Should().Equal(recipient);

    [Theory]
    [InlineData('%')]
    [InlineData('!')]
    [InlineData('@')]
    public void Readings_NestedBeyondReason_AreGivenUp(char route) =>
        PolicyRecipient.ReadingsOf(string.Join(route, Enumerable.Repeat("a", 4_000)) + "@x.test").Should().BeNull();
}
