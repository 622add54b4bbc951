using ContactsDashboard.Domain;

namespace ContactsDashboard.Tests.Domain;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("EXAMPLE.com.", "example.com")]
    [InlineData(" exämple.test ", "xn--exmple-cua.test")]
    [InlineData("exa\u0308mple.test", "xn--exmple-cua.test")]
    public void Name_InAnySpelling_IsNormalised(string text, string expected)
    {
        DomainName.TryParse(text, out var domain).Should().BeTrue();
        domain.Value.Should().Be(expected);
    }

    [Fact]
    public void Name_WithLoneSurrogate_IsRefusedWithoutException()
    {
        DomainName.TryParse("a\ud800.test", out _).Should().BeFalse();
    }
}
