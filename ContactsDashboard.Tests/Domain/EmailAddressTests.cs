using ContactsDashboard.Domain;

namespace ContactsDashboard.Tests.Domain;

public class EmailAddressTests
{
    /// <summary>What is stored is read back as itself: else a block would be written for another value than the address has.</summary>
    [Fact]
    public void Value_OfAnyAcceptedAddress_IsAcceptedAndStaysItself()
    {
        var texts = Enumerable.Range(0x21, 0xffff - 0x21).SelectMany(c => new[] { $"a{(char)c}b@x.test", $"{(char)c}\u0301@x.test", $"\u0391{(char)c}@x.test", $"a@b{(char)c}c.test" })
            .Concat(Enumerable.Range(0x10000, 0xffff).Select(c => $"a{char.ConvertFromUtf32(c)}@x.test"))
            .Concat(Enumerable.Range(290, 30).Select(length => $"{new string('a', length)}@ü.example"));

        var changed = texts.Where(t => EmailAddress.TryParse(t, out var email) && !(EmailAddress.TryParse(email.Value, out var again) && again.Value == email.Value));

        changed.Should().BeEmpty();
    }
}
