using System.Net;
using System.Net.Sockets;
using ContactsDashboard.Api.Postfix;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Api.Postfix;

/// <summary>Whatever breaks, nobody is written to who must not be, and everybody else goes on being answered.</summary>
public class PolicyServerLimitsTests
{
    private static readonly PolicyLimits NoPlaces = new() { Questions = 0 };

    [Theory]
    [InlineData("Suppressions")]
    [InlineData("Organizations")]
    public async Task Ask_StoreThatCannotBeRead_IsDeferredAndSaidOnceWithoutAddresses(string table)
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store);
        using var client = await door.ConnectAsync();
        await RunAsync(store, $"ALTER TABLE {table} RENAME TO Hidden");

        (await client.AskAsync("ann@x.test")).Should().StartWith("DEFER 4.3.0 ");
        (await client.AskAsync("ann@x.test")).Should().StartWith("DEFER 4.3.0 ");
        await RunAsync(store, $"ALTER TABLE Hidden RENAME TO {table}");

        (await client.AskAsync("ann@x.test")).Should().Be("DUNNO");
        door.Logged.Where(l => l.StartsWith("Error", StringComparison.Ordinal)).Should().ContainSingle();
        door.Logged.Should().Contain(l => l.StartsWith("Information: Mail of acme is no longer deferred", StringComparison.Ordinal));
        string.Concat(door.Logged).Should().NotContain("ann").And.NotContain("x.test");
    }

    [Fact]
    public async Task Ask_StoreThatTakesTooLong_IsDeferredInTime()
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store, NoPlaces with { Question = TimeSpan.FromMilliseconds(50) });

        (await door.AskAsync("ann@x.test")).Should().StartWith("DEFER 4.3.0 ");
        door.Logged.Should().Contain(l => l.Contains("did not answer in time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WhileSomebodyWaits_AnswersThemAndHangsUp()
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store, NoPlaces);
        using var idle = await door.ConnectAsync();
        using var asking = await door.ConnectAsync();
        // In one packet: the first answer shows that the second question has been read.
        await asking.SendAsync(PolicyClient.Request("", "MAIL") + PolicyClient.Request("ann@x.test"));
        (await asking.AnswerAsync()).Should().Be("DUNNO");

        var endPoint = door.EndPointsOf("acme")[0];
        await door.StopAsync();

        (await asking.AnswerAsync()).Should().Be(PolicyAnswer.Stopping.Action);
        (await asking.AnswerAsync()).Should().BeNull();
        (await idle.AnswerAsync()).Should().BeNull();
        var connect = () => PolicyClient.ConnectAsync(endPoint);
        await connect.Should().ThrowAsync<SocketException>();
    }

    [Fact]
    public async Task Ask_ManyAtOnce_AreAllAnsweredRight()
    {
        await using var store = await CreateAsync();
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "x.test", [], null, Stop);
        await using var door = await PolicyDoor.OpenAsync(store);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var client = await door.ConnectAsync();
            var (yes, no) = (PolicyClient.Request($"p{i}@y.test"), PolicyClient.Request($"p{i}@x.test"));
            await client.SendAsync(yes + no + no + yes);
            return new[] { await client.AnswerAsync(), await client.AnswerAsync(), await client.AnswerAsync(), await client.AnswerAsync() };
        }));

        answers.Should().AllSatisfy(a => a.Select(x => x!.Split(' ')[0]).Should().Equal("DUNNO", "REJECT", "REJECT", "DUNNO"));
    }

    [Fact]
    public async Task Connect_MoreThanTheLimit_AreTurnedAwayUntilOneLeaves()
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store, new() { Connections = 2 });
        using var first = await door.ConnectAsync();
        using var second = await door.ConnectAsync();
        (await first.AskAsync("ann@x.test")).Should().Be("DUNNO");
        (await second.AskAsync("ann@x.test")).Should().Be("DUNNO");

        using (var third = await door.ConnectAsync())
            (await third.AnswerAsync()).Should().BeNull();
        first.Reset();

        await PatientlyAsync(async () =>
        {
            using var next = await door.ConnectAsync();
            await next.SendAsync(PolicyClient.Request("ann@x.test"));
            return await next.AnswerAsync() == "DUNNO";
        });
        (await second.AskAsync("ann@x.test")).Should().Be("DUNNO", "it was never disturbed");
    }

    [Fact]
    public async Task Connection_ThatIsSilent_IsHungUpOn()
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store, new() { Idle = TimeSpan.FromMilliseconds(100) });
        using var client = await door.ConnectAsync();

        (await client.AnswerAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Connection_ThatNeverEndsItsRequest_IsHungUpOn()
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store, new() { Transfer = TimeSpan.FromMilliseconds(100) });
        using var client = await door.ConnectAsync();

        await client.SendAsync("request=smtpd_access_policy\nrecipient=ann@x.test\n");

        (await client.AnswerAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Connection_ThatSaysTooMuch_IsHungUpOnAndTheOthersGoOn()
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store);
        using var good = await door.ConnectAsync();
        using var bad = await door.ConnectAsync();
        (await bad.AskAsync(new string('x', PolicyReader.MaxLine))).Should().StartWith("DEFER 4.5.0 ");
        (await bad.AskAsync("ann@x.test")).Should().Be("DUNNO", "one request nobody understands is forgiven");

        await bad.SendAsync(new string('x', PolicyReader.MaxRequest + 1));

        (await bad.AnswerAsync()).Should().Match(a => a == null || a.StartsWith("DEFER", StringComparison.Ordinal));
        (await bad.AnswerAsync()).Should().BeNull();
        (await good.AskAsync("ann@x.test")).Should().Be("DUNNO");
    }

    [Fact]
    public async Task EndPoints_AreOnLoopbackOnly()
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store);

        door.EndPointsOf("acme").Should().NotBeEmpty().And.OnlyContain(e => IPAddress.IsLoopback(((IPEndPoint)e).Address));
        foreach (var endPoint in door.EndPointsOf("acme"))
        {
            using var client = await PolicyClient.ConnectAsync(endPoint);
            (await client.AskAsync("ann@x.test")).Should().Be("DUNNO");
        }
    }

    private static async Task RunAsync(TestStore store, string sql)
    {
        await using var context = await store.OpenAsync();
        await context.ExecuteAsync(sql, Stop);
    }

    private static async Task PatientlyAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
            deadline.Token.ThrowIfCancellationRequested();
    }
}
