namespace ContactsDashboard.Tests.Mail;

public sealed class AddressListTests
{
    [Theory]
    [InlineData("a@x.test", "a@x.test")]
    [InlineData("A@X.Test.", "a@x.test")]
    [InlineData("<a@x.test>", "a@x.test")]
    [InlineData("<<a@x.test>>", "a@x.test")]
    [InlineData("<a@x.test", "a@x.test")]
    [InlineData("<a@x.test, <b@x.test>", "a@x.test b@x.test")]
    [InlineData("a@x.test>", "a@x.test")]
    [InlineData("mailto:a@x.test", "a@x.test")]
    [InlineData("<mailto:a@x.test>", "a@x.test")]
    [InlineData("a@x.test; b@x.test;", "a@x.test b@x.test")]
    [InlineData("a@x.test b@x.test", "a@x.test b@x.test")]
    [InlineData("A <a@x.test> B <b@x.test>", "a@x.test b@x.test")]
    [InlineData(", ,a@x.test,,", "a@x.test")]
    [InlineData("a@@x.test", "a@x.test")]
    [InlineData("<a@@x.test>", "a@x.test")]
    [InlineData("a @ x . test", "a@x.test")]
    [InlineData("A <pete(his account)@silly.test(his host)>", "pete@silly.test")]
    [InlineData("A <c@(Chris's host.)public.example>", "c@public.example")]
    [InlineData("<@relay.test,@other.test:a@x.test>", "a@x.test")]
    [InlineData("<@relay.test:a@x.test>", "a@x.test")]
    [InlineData("Undisclosed recipients:;", "")]
    [InlineData("undisclosed-recipients: ;", "")]
    [InlineData("<Undisclosed-Recipient:@mail.test;>", "")]
    [InlineData("A group: a@x.test, B <b@x.test>; c@x.test", "a@x.test b@x.test c@x.test")]
    [InlineData("A Group(Some people)\r\n    :Chris Jones <c@x.test>,\r\n joe@x.test; (the end of the group)", "c@x.test joe@x.test")]
    [InlineData("\"a b\"@x.test", "\"a b\"@x.test")]
    [InlineData("\"john\"@x.test", "john@x.test")]
    [InlineData("\"a@b\"@x.test", "\"a@b\"@x.test")]
    [InlineData("<\"a, b\"@x.test>", "\"a, b\"@x.test")]
    [InlineData("'a@x.test'", "a@x.test")]
    [InlineData("<'a@x.test'>", "a@x.test")]
    [InlineData("a@[192.0.2.1]", "a@[192.0.2.1]")]
    [InlineData("A <a@[IPv6:2001:db8::1]>, b@[IPv6:2001:db8::2]", "a@[ipv6:2001:db8::1] b@[ipv6:2001:db8::2]")]
    [InlineData("\"A <a@x.test>", "a@x.test")]
    [InlineData("A (friend <a@x.test>, b@x.test", "a@x.test b@x.test")]
    [InlineData("A ((deep) (er)) <a@x.test> (x), b@x.test", "a@x.test b@x.test")]
    [InlineData("a@b.c <a@x.test>", "a@x.test")]
    [InlineData("a@x.test <>", "a@x.test")]
    [InlineData("<>", "")]
    [InlineData("root", "")]
    [InlineData("a@", "")]
    [InlineData("@x.test", "")]
    [InlineData("a b@x.test c", "b@x.test")]
    [InlineData("<a@x.test and more>", "a@x.test")]
    [InlineData("jörg@exämple.test", "jörg@xn--exmple-cua.test")]
    [InlineData("a@x.test\u200b", "a@x.test")]
    public async Task List_OfAnyShape_GivesItsAddresses(string list, string expected)
    {
        var message = await Mails.WithHeaderAsync($"To: {list}");
        string.Join(' ', message.Addresses()).Should().Be(expected);
    }

    [Theory]
    [InlineData("Ann Lee <a@x.test>", "Ann Lee")]
    [InlineData("\"Lee, Ann\" <a@x.test>", "Lee, Ann")]
    [InlineData("Lee, Ann <a@x.test>", "Lee, Ann")]
    [InlineData("Ann M. Lee <a@x.test>", "Ann M. Lee")]
    [InlineData("\"Ann \\\"A\\\" Lee\" <a@x.test>", "Ann \"A\" Lee")]
    [InlineData("\"'Ann Lee'\" <a@x.test>", "Ann Lee")]
    [InlineData("a@x.test (Ann Lee)", "Ann Lee")]
    [InlineData("<a@x.test> (Ann Lee)", "Ann Lee")]
    [InlineData("<a@x.test> Ann Lee", "Ann Lee")]
    [InlineData("a@x.test (Ann \\(the\\) Lee)", "Ann (the) Lee")]
    [InlineData("(Ann) a@x.test", "Ann")]
    [InlineData("Ann Lee a@x.test", "Ann Lee")]
    [InlineData("\"at@name\" <a@x.test>", "at@name")]
    [InlineData("a@b.c <a@x.test>", "a@b.c")]
    [InlineData("A@x.test <a@x.test>", null)]
    [InlineData("\"'a@x.test'\" <a@x.test>", null)]
    [InlineData("\"\" <a@x.test>", null)]
    [InlineData("a@x.test", null)]
    [InlineData("Ann\t  Lee <a@x.test>", "Ann Lee")]
    [InlineData("\u202eAnn\u2066 Lee\u200f <a@x.test>", "Ann Lee")]
    [InlineData("=?utf-8?q?Ann=0D=0ABcc:_Lee=07?= <a@x.test>", "Ann Bcc: Lee")]
    [InlineData("\"=?utf-8?Q?J=C3=B6rg?= Lee\" <a@x.test>", "Jörg Lee")]
    [InlineData("=?utf-8?Q?Lee=2C?= Ann <a@x.test>", "Lee, Ann")]
    [InlineData("=?utf-8?Q?Lee,_Ann?= <a@x.test>", "Lee, Ann")]
    public async Task Name_BesideAddress_IsForPeople(string list, string? name)
    {
        var person = (await Mails.WithHeaderAsync($"From: {list}")).Participants.Should().ContainSingle().Subject;
        person.Address.Value.Should().Be("a@x.test");
        person.Name.Should().Be(name);
    }

    [Fact]
    public async Task Name_ThatIsLong_IsCutBetweenCharacters()
    {
        var name = (await Mails.WithHeaderAsync($"From: x{string.Concat(Enumerable.Repeat("😀", 300))} <a@x.test>")).Participants[0].Name!;
        name.Length.Should().Be(199);
        char.IsLowSurrogate(name[^1]).Should().BeTrue();
    }

    [Theory]
    [InlineData("=?utf-8?q?evil=40y=2Etest?= <a@x.test>")]
    [InlineData("=?utf-8?q?evil@y.test?= <a@x.test>")]
    [InlineData("=?utf-8?b?ZXZpbEB5LnRlc3QsIA==?= <a@x.test>")]
    [InlineData("=?utf-8?q?evil@y.test=2C?= a@x.test")]
    [InlineData("=?utf-8?b?PGV2aWxAeS50ZXN0Pg==?=, a@x.test")]
    [InlineData("=?utf-7?q?evil+AEA-y.test?= <a@x.test>")]
    public async Task EncodedWord_WithAddress_IsNoAddress(string list)
    {
        (await Mails.WithHeaderAsync($"To: {list}")).Addresses().Should().Equal("a@x.test");
    }

    [Fact]
    public async Task Entries_ThatAreNoAddresses_AreCountedWithoutNamingThem()
    {
        var message = await Mails.WithHeaderAsync("To: nobody, a@x.test, <bad address@x@y>, c@");
        message.Addresses().Should().Equal("a@x.test");
        message.Notes.Should().ContainSingle().Which.Should().StartWith("3 ").And.NotContain("nobody");
    }

    [Fact]
    public async Task From_WithSeveralAddresses_NamesAll()
    {
        (await Mails.WithHeaderAsync("From: a@x.test, B <b@x.test>")).People().Should().Equal("a@x.test/From", "b@x.test/From");
    }

    [Fact]
    public async Task List_Of100000Addresses_IsRead()
    {
        var list = string.Join(",\n ", Enumerable.Range(0, 100_000).Select(i => $"Person {i} <p{i}@d{i % 1000}.test>"));
        var message = await Mails.WithHeaderAsync($"To: {list}");
        message.Participants.Should().HaveCount(100_000);
        message.Participants[^1].Name.Should().Be("Person 99999");
    }
}
