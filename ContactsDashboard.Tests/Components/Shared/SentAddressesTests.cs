using ContactsDashboard.Components.Shared;

namespace ContactsDashboard.Tests.Components.Shared;

public sealed class SentAddressesTests
{
    private readonly SentAddresses<string> sent = new();

    [Fact]
    public void Echoes_InTheOrderSent_EachOnce()
    {
        sent.Add("a");
        sent.Add("an");

        sent.Echoes("a").Should().BeTrue();
        sent.Echoes("an").Should().BeTrue();
        sent.Echoes("an").Should().BeFalse("whoever goes there again wishes to");
    }

    [Fact]
    public void Echoes_OneLeftOut_TakesTheOlderWithIt()
    {
        sent.Add("a");
        sent.Add("an");

        sent.Echoes("an").Should().BeTrue();
        sent.Echoes("a").Should().BeFalse();
    }

    [Fact]
    public void Echoes_AfterAWishFromElsewhere_AreWishesToo()
    {
        sent.Add("a");

        sent.Echoes("elsewhere").Should().BeFalse();
        sent.Echoes("a").Should().BeFalse("the browser went there after the link");
    }
}
