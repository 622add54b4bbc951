using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class DerivationRuleTests
{
    [Fact]
    public async Task Rule_AddedDuringAnImport_HoldsForTheRestOfIt()
    {
        await using var store = await CreateAsync();
        async IAsyncEnumerable<MailItem> Read()
        {
            for (var i = 0; i < 450; i++)
            {
                if (i == 420)
                {
                    await store.As<DerivationRuleService>(Role.Admin).AddAsync(store.Organization, DerivationRuleKind.OwnDomain, "acme.test", Stop);
                    await store.RunJobsAsync();
                }
                var mail = Encoding.UTF8.GetBytes($"From: c{i}@acme.test\r\nMessage-ID: <{i}@t>\r\n\r\n");
                await foreach (var item in MailReader.ReadAsync(new MemoryStream(mail), "test", 0, Stop))
                    yield return item;
            }
        }

        await store.As<MailImportService>(new SystemActor()).ImportMessagesAsync(store.Organization, Read(), Stop);

        (await store.ListedAsync()).Should().BeEmpty();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Rule_TooLongForTheEngine_IsRefused()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@x.test");
        var rules = store.As<DerivationRuleService>(Role.Admin);

        var added = await rules.AddAsync(store.Organization, DerivationRuleKind.Pattern, new string('a', 60_000), Stop);

        added.Problem?.Code.Should().Be("VALIDATION_ERROR");
        (await rules.ListAsync(store.Organization, Stop)).IsOk.Should().BeTrue();
        await store.ShouldAgreeAsync();
    }
}
