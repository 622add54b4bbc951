using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ContactsDashboard.Services.Seeding;

/// <summary>Writes people and conversations inside the context's transaction, with every derived column as mail would have left it.</summary>
internal sealed class SeedWriter(DashboardDbContext context, OrganizationScope scope)
{
    private readonly long _organization = scope.Id.Value;

    /// <summary>The id of the first address; the others follow it in their order.</summary>
    public long FirstAddressId { get; private set; }

    public async Task WriteAsync(SeedAddresses addresses, SeedConversations conversations, DerivationRules rules, int seed, CancellationToken cancellationToken)
    {
        FirstAddressId = await NextIdAsync("Addresses", cancellationToken);
        WriteAddresses(addresses, new(addresses.Count, conversations), rules);
        cancellationToken.ThrowIfCancellationRequested();
        WriteConversations(conversations, await NextIdAsync("Threads", cancellationToken), await NextIdAsync("Messages", cancellationToken), seed);
        await context.ExecuteAsync(SeedSql.ThreadLinks, cancellationToken, ("@organization", _organization));
        await context.ExecuteAsync(SeedSql.ThreadParticipants, cancellationToken, ("@organization", _organization));
    }

    public Statement Prepare(string sql) => new((SqliteConnection)context.Database.GetDbConnection(), sql);

    private void WriteAddresses(SeedAddresses addresses, SeedActivity activity, DerivationRules rules)
    {
        using var insert = Prepare(SeedSql.Address);
        for (var i = 0; i < addresses.Count; i++)
        {
            var value = addresses.Value(i);
            var hidden = EmailAddress.TryParse(value, out var email) && rules.Hides(email);
            insert.Run(FirstAddressId + i, _organization, value, addresses.Domain(i), addresses.Name(i), MailRanks.NameRank(ownWords: true, activity.Last[i]),
                activity.First[i], activity.Last[i], activity.Threads[i], hidden ? 1 : 0);
        }
    }

    private void WriteConversations(SeedConversations conversations, long firstThread, long firstMessage, int seed)
    {
        using var insertThread = Prepare(SeedSql.Thread);
        using var insertMessage = Prepare(SeedSql.Message);
        using var insertParticipant = Prepare(SeedSql.Participant);
        var id = firstMessage;
        for (var thread = 0; thread < conversations.Threads; thread++)
        {
            insertThread.Run(firstThread + thread, _organization, conversations.MessagesOf(thread));
            for (var message = 0; message < conversations.MessagesOf(thread); message++, id++)
            {
                insertMessage.Run(id, _organization, MailMessage.KeyOf($"{seed}.{thread}.{message}@seed.example"), firstThread + thread,
                    conversations.SentTicks(thread, message), SeedNames.Subject(thread));
                foreach (var (address, roles) in conversations.Participants(thread, message))
                    insertParticipant.Run(id, FirstAddressId + address, (int)roles);
            }
        }
    }

    public async Task<long> NextIdAsync(string table, CancellationToken cancellationToken) =>
        await context.ScalarAsync(SeedSql.LastId, cancellationToken, ("@table", table)) + 1;

    /// <summary>What the conversations say about each address.</summary>
    private sealed class SeedActivity
    {
        public SeedActivity(int addresses, SeedConversations conversations)
        {
            (First, Last, Threads) = (new long[addresses], new long[addresses], new int[addresses]);
            for (var thread = 0; thread < conversations.Threads; thread++)
            {
                foreach (var address in conversations.MembersOf(thread))
                    Threads[address]++;
                for (var message = 0; message < conversations.MessagesOf(thread); message++)
                {
                    foreach (var (address, _) in conversations.Participants(thread, message))
                        Saw(address, conversations.SentTicks(thread, message));
                }
            }
        }

        public long[] First { get; }

        public long[] Last { get; }

        public int[] Threads { get; }

        private void Saw(int address, long sent)
        {
            First[address] = First[address] == 0 ? sent : Math.Min(First[address], sent);
            Last[address] = Math.Max(Last[address], sent);
        }
    }
}
