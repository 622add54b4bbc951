using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Seeding;

/// <summary>Profiles, numbers, activity, orders, additional fields and segments for the seeded addresses, duplicates and deleted contacts among them.</summary>
internal sealed class SeedBase(DashboardDbContext context, SeedWriter writer, OrganizationScope scope, DateTimeOffset now)
{
    private static readonly string[] Countries = ["DE", "FR", "US", "GB", "ES", "IT", "NL", "PL"];
    private static readonly string[] Languages = ["de", "fr", "en", "en", "es", "it", "nl", "pl"];
    private static readonly string[] Cities = ["Berlin", "Lyon", "Boston", "Leeds", "Sevilla", "Torino", "Utrecht", "Gdańsk"];
    private static readonly string[] Plans = ["basic", "plus", "pro"];

    private readonly long _organization = scope.Id.Value;

    public async Task WriteAsync(SeedShape shape, SeedAddresses addresses, long firstAddress, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var first = await writer.NextIdAsync("Contacts", cancellationToken);
        var ratings = WriteActivity(shape, first, random);
        WriteContacts(shape, addresses, first, firstAddress, ratings, random);
        cancellationToken.ThrowIfCancellationRequested();
        await context.ExecuteAsync(SeedSql.Reach, cancellationToken, ("@organization", _organization));
        WriteOrders(shape, first, random);
        await WriteFieldsAsync(shape, first, random, cancellationToken);
        await WriteSegmentsAsync(shape, first, random, cancellationToken);
        await context.ExecuteAsync(SeedSql.Days, cancellationToken, ("@organization", _organization), ("@yesterday", DateOnly.FromDateTime(now.UtcDateTime).DayNumber - 1));
    }

    private void WriteContacts(SeedShape shape, SeedAddresses addresses, long first, long firstAddress, byte[] ratings, Random random)
    {
        using var insert = writer.Prepare(SeedSql.Contact);
        using var number = writer.Prepare(SeedSql.Number);
        var phones = 0;
        for (var i = 0; i < shape.Contacts + shape.Duplicates; i++)
        {
            // Duplicates share the address of somebody seeded before.
            var address = i < shape.Contacts ? i : random.Next(shape.Contacts);
            var created = now.AddMinutes(-random.Next(3 * 365 * 24 * 60));
            var updated = created.AddMinutes(random.Next(1 + (int)(now - created).TotalMinutes));
            var (hasProfile, place, isDeleted) = (random.Next(10) < 4, random.Next(Countries.Length), i < shape.Deleted * 50 && i % 50 == 7);
            var name = addresses.Name(address);
            var space = name.IndexOf(' ', StringComparison.Ordinal);
            long? phone = random.Next(10) == 0 && phones < shape.Phones ? number.Number(_organization, SeedNames.Phone(phones++)) : null;
            insert.Run(first + i, _organization, firstAddress + address, phone, phone is null ? 0 : 1, i < shape.Contacts ? 0 : (int)CreationMethod.Import,
                created.UtcTicks, updated.UtcTicks, (long)ratings[i], hasProfile ? name[..space] : null, hasProfile ? name[(space + 1)..] : null, TextKey.Fold(name),
                hasProfile ? Languages[place] : null, hasProfile ? Cities[place] : null, hasProfile ? Countries[place] : null,
                isDeleted ? updated.UtcTicks : null, isDeleted ? scope.Actor.Label : null, isDeleted ? "Seeded as deleted" : null);
        }
    }

    // What each contact's e-mail made of its rating.
    private byte[] WriteActivity(SeedShape shape, long first, Random random)
    {
        using var insert = writer.Prepare(SeedSql.Activity);
        var ratings = new byte[shape.Contacts + shape.Duplicates];
        for (var i = 0; i < shape.Contacts; i++)
        {
            if (random.Next(10) >= 3)
                continue;
            var latestFirst = new List<ActivityStatus>();
            var sent = now.AddDays(-random.Next(200));
            for (var message = 1 + random.Next(5); message > 0; message--)
            {
                var status = random.Next(20) switch { < 8 => ActivityStatus.Delivered, < 14 => ActivityStatus.Read, < 18 => ActivityStatus.Clicked, 18 => ActivityStatus.SoftBounced, _ => ActivityStatus.Undelivered };
                insert.Run(_organization, first + i, $"{SeedNames.Subject(message)}", "en", sent.UtcTicks, (int)status);
                latestFirst.Add(status);
                sent = sent.AddDays(-1 - random.Next(60));
            }
            ratings[i] = (byte)EmailRating.Of(latestFirst);
        }
        return ratings;
    }

    private void WriteOrders(SeedShape shape, long first, Random random)
    {
        using var insert = writer.Prepare(SeedSql.Order);
        for (var i = 0; i < shape.Contacts; i += 20)
        {
            for (var order = random.Next(1, 4); order > 0; order--)
                insert.Run(_organization, first + i, $"S-{i}-{order}", (long)random.Next(500, 50_000), now.AddDays(-random.Next(700)).UtcTicks);
        }
    }

    private async Task WriteFieldsAsync(SeedShape shape, long first, Random random, CancellationToken cancellationToken)
    {
        var plan = await context.ScalarAsync(SeedSql.Field, cancellationToken, ("@organization", _organization), ("@key", "plan"), ("@label", "Plan"),
            ("@type", (int)FieldType.Select), ("@options", System.Text.Json.JsonSerializer.Serialize(Plans)), ("@now", now.UtcTicks));
        var score = await context.ScalarAsync(SeedSql.Field, cancellationToken, ("@organization", _organization), ("@key", "score"), ("@label", "Score"),
            ("@type", (int)FieldType.Number), ("@options", null), ("@now", now.UtcTicks));
        using var insert = writer.Prepare(SeedSql.FieldValue);
        for (var i = 0; i < shape.Contacts; i += 5)
        {
            var (choice, points) = (Plans[random.Next(Plans.Length)], random.Next(100));
            insert.Run(first + i, plan, choice, choice, null);
            insert.Run(first + i, score, points.ToString(System.Globalization.CultureInfo.InvariantCulture), null, (double)points);
        }
    }

    private async Task WriteSegmentsAsync(SeedShape shape, long first, Random random, CancellationToken cancellationToken)
    {
        using var insert = writer.Prepare(SeedSql.Member);
        for (var number = 1; number <= SeedShape.Segments; number++)
        {
            var kind = number % 4 == 0 ? SegmentKind.Category : number % 10 == 3 ? SegmentKind.Dynamic : SegmentKind.List;
            var id = await context.ScalarAsync(SeedSql.Segment, cancellationToken, ("@organization", _organization), ("@name", $"{kind} {number}"), ("@kind", (int)kind), ("@now", now.UtcTicks),
                ("@query", kind == SegmentKind.Dynamic ? $"country:{Countries[number % Countries.Length]} reach:active" : null));
            var start = random.Next(shape.Contacts);
            // The first list has everybody.
            for (var member = kind == SegmentKind.Dynamic ? 0 : number == 1 ? shape.Contacts : shape.Contacts / 50 / number; member > 0; member--)
                insert.Run(id, first + (number == 1 ? member - 1 : (start + member * 7L) % shape.Contacts));
        }
    }
}
