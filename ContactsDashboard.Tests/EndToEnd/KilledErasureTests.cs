using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Tests.Services.Erasures;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>kill -9 in the middle of an erasure, a restart: it is finished, and nobody finds the person.</summary>
public sealed class KilledErasureTests
{
    private const int Messages = 12_000;

    [Fact]
    public async Task Server_KilledInTheMiddle_FinishesAfterTheNextStart()
    {
        await using var store = await CreateAsync();
        await store.GivenMailAsync([.. Enumerable.Range(0, Messages).Select(i => $"From: p{i % 50}@other.test\r\nTo: Annabel Leighton <annabel@x.test>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
            + $"Message-ID: <o{i}@x>\r\nSubject: {(i % 9 == 0 ? "Re: Annabel Leighton" : "Hello")}\r\n\r\n")]);
        await store.StartErasingAsync(ErasureTarget.Of("annabel@x.test"));
        const string left = "SELECT count(*) FROM ThreadParticipants WHERE AddressId = (SELECT Id FROM Addresses WHERE Value = 'annabel@x.test')";

        using (var server = ProductProcess.Start(store.Folder))
            await server.KillWhenAsync(() => ProductProcess.Ask(store.Folder, left) is > 0 and < Messages);
        ProductProcess.Ask(store.Folder, left).Should().BeInRange(1, Messages - 1, "it was killed in the middle");

        using (var server = ProductProcess.Start(store.Folder))
        {
            await server.AddressAsync();
            await server.KillWhenAsync(() => ProductProcess.Ask(store.Folder, "SELECT count(*) FROM Jobs WHERE Kind = 11 AND State = 3") == 1);
        }
        ErasureStore.FilesThatHold(store.Folder, "annabel@x.test", "Annabel Leighton").Should().BeEmpty();
        var verified = await ProductProcess.RunAsync(store.Folder, "verify");
        verified.Code.Should().Be(0, verified.Output);
        (await store.MayBeSentToAsync("annabel@x.test")).Should().BeFalse();
    }
}
