using ContactsDashboard.Mail;

namespace ContactsDashboard.Tests.Mail;

/// <summary>The mailbox of 2002, against the counts of an independent reader.</summary>
public sealed class RealMailboxTests
{
    private static async Task<List<MailMessage>> ReadAsync()
    {
        var messages = new List<MailMessage>();
        var path = Path.Combine(Mails.Samples, "ham-2002.mbox.gz");
        await foreach (var item in MailFiles.ReadAsync([path], TestContext.Current.CancellationToken))
        {
            item.Rejection.Should().BeNull();
            messages.Add(item.Message!);
        }
        return messages;
    }

    [Fact]
    public async Task Mailbox_OfRealMail_GivesTheKnownCounts()
    {
        var messages = await ReadAsync();
        messages.Should().HaveCount(2365);
        messages.Select(message => message.MessageId).OfType<string>().Distinct().Should().HaveCount(2364);
        messages.Select(message => Convert.ToHexString(message.Key)).Distinct().Should().HaveCount(2365);
        messages.Should().OnlyContain(message => message.SentAt != null);
        var addresses = messages.SelectMany(message => message.Participants).Select(person => person.Address).ToHashSet();
        addresses.Should().HaveCount(580);
        addresses.Select(address => address.Domain).Distinct().Should().HaveCount(461);
        addresses.Count(address => address.LocalPart == "mailer-daemon").Should().Be(2);
    }

    [Fact]
    public async Task Mailbox_OfRealMail_GivesTheKnownThreads()
    {
        var parents = new Dictionary<string, string>();
        string Find(string key)
        {
            parents.TryAdd(key, key);
            while (parents[key] != key)
                key = parents[key] = parents[parents[key]];
            return key;
        }

        var keys = new List<string>();
        foreach (var message in await ReadAsync())
        {
            keys.Add(Convert.ToHexString(message.Key));
            foreach (var reference in message.References)
                parents[Find(Convert.ToHexString(MailMessage.KeyOf(reference)))] = Find(keys[^1]);
        }
        var threads = keys.GroupBy(Find).Select(thread => thread.Count()).OrderDescending().ToList();
        threads.Should().HaveCount(1486);
        threads.Take(5).Should().Equal(39, 28, 23, 22, 19);
    }
}
