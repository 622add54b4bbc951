using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Tests.EndToEnd;
using ContactsDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Data;

public sealed class StatementCacheTests
{
    [Fact]
    public async Task Value_OfAnEarlierRun_IsNeverTakenForAMissingOne()
    {
        await using var store = await CreateAsync();
        await using var context = await store.OpenAsync();
        (await context.ScalarAsync("SELECT @a + @b", Stop, ("@a", 5), ("@b", 2), ("@unused", "x"))).Should().Be(7);

        var run = () => context.ScalarAsync("SELECT @a + @b", Stop, ("@a", 5));

        await run.Should().ThrowAsync<InvalidOperationException>().WithMessage("@b*");
        (await context.ScalarAsync("SELECT @a + @b", Stop, ("@a", 1), ("@b", 1))).Should().Be(2);
    }

    [Fact]
    public async Task Statement_InTheMiddleOfItself_IsNotDisturbed()
    {
        const string sql = "SELECT value FROM json_each(@values)";
        await using var store = await CreateAsync();
        await using var context = await store.OpenAsync();
        var seen = new List<(long Outer, int Inner)>();

        await context.ReadAsync(sql, row => seen.Add((row.GetInt64(0), context.QueryAsync(sql, inner => inner.GetInt64(0), Stop, ("@values", "[7,8]")).Result.Count)), Stop,
            ("@values", "[1,2,3]"));

        seen.Should().Equal((1, 2), (2, 2), (3, 2));
    }

    [Fact]
    public async Task Values_OfEveryKind_ComeBack_AndOthersAreRefused()
    {
        await using var store = await CreateAsync();
        await using var context = await store.OpenAsync();
        var id = Guid.NewGuid();
        async Task<object> Back(object? value) => (await context.QueryAsync("SELECT @v", row => row.GetValue(0), Stop, ("@v", value))).Single();

        (await Back("ö€")).Should().Be("ö€");
        (await Back(2.5)).Should().Be(2.5);
        (await Back(long.MinValue)).Should().Be(long.MinValue);
        (await Back(true)).Should().Be(1L);
        (await Back(Standing.Blacklisted)).Should().Be(5L);
        (await Back(null)).Should().Be(DBNull.Value);
        (await Back(id)).Should().Be(id.ToString().ToUpperInvariant());
        (await Back(new byte[] { 0, 255 })).Should().BeEquivalentTo(new byte[] { 0, 255 });
        await FluentActions.Awaiting(() => Back(1.5m)).Should().ThrowAsync<NotSupportedException>("it would lose what is behind the point");
    }

    [Fact]
    public async Task SecondStatement_IsRefusedRatherThanForgotten()
    {
        await using var store = await CreateAsync();
        await using var context = await store.OpenAsync();

        var run = () => context.RunAsync("DELETE FROM Orders; DELETE FROM Segments", Stop);

        await run.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task StatementWithAPartialIndex_StaysCompiledForOtherValues()
    {
        await using var store = await CreateAsync();
        await using var context = await store.OpenAsync();
        await context.Database.OpenConnectionAsync(Stop);
        using var statement = new RawStatement((SqliteConnection)context.Database.GetDbConnection(),
            "SELECT count(*) FROM Addresses a WHERE a.OrganizationId = @organization AND a.Listed = @listed AND a.Blocked = @blocked");

        for (var i = 0; i < 5; i++)
            statement.Bind("@organization", i).Bind("@listed", 1).Bind("@blocked", i % 2).Number().Should().Be(0);

        statement.Recompilations.Should().Be(0);
    }

    [Fact]
    public async Task Log_IsMovedIntoTheDatabaseWhileItIsOpen()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("moved-in");
        var database = Path.Combine(store.Folder, "contacts.db");
        IsIn(database, "moved-in").Should().BeFalse("it is in the log");
        using var keeper = new WalKeeper(store.Get<IDbContextFactory<DashboardDbContext>>(), store.Get<StoreWriter>(), store.Get<TimeProvider>(), NullLogger<WalKeeper>.Instance);

        await keeper.CheckpointAsync(Stop);

        IsIn(database, "moved-in").Should().BeTrue();
    }

    [Fact]
    public async Task Terminal_Ended_LeavesOneFileAndNoLog()
    {
        var root = Directory.CreateTempSubdirectory("contacts-log-").FullName;
        var folder = Path.Combine(root, "data");

        (await ProductProcess.RunAsync(folder, "organization", "create", "t", "--name", "T")).Code.Should().Be(0);

        Directory.GetFiles(folder, "contacts.db*").Select(Path.GetFileName).Should().Equal("contacts.db");
        Directory.Delete(root, recursive: true);
    }

    private static bool IsIn(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
