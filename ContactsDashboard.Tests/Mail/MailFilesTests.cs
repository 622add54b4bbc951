using System.Text;
using ContactsDashboard.Mail;

namespace ContactsDashboard.Tests.Mail;

public sealed class MailFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mail").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Put(string path, string text) => Put(path, Encoding.UTF8.GetBytes(text));

    private string Put(string path, byte[] bytes)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    private static string Eml(string id) => $"Message-ID: <{id}>\nFrom: a@x.test\n\nbody\n";

    private static string Mbox(params string[] ids) =>
        string.Concat(ids.Select(id => $"From a@x.test Thu Aug 22 12:36:23 2002\n{Eml(id)}\n"));

    private static async Task<List<MailItem>> ReadAsync(params string[] paths)
    {
        var items = new List<MailItem>();
        await foreach (var item in MailFiles.ReadAsync(paths, TestContext.Current.CancellationToken))
            items.Add(item);
        return items;
    }

    /// <summary>"path: id or rejection" of everything, below the root.</summary>
    private async Task<IEnumerable<string>> TellAsync(params string[] paths) => (await ReadAsync(paths)).Select(item =>
        $"{Path.GetRelativePath(_root, item.Source)}: {item.Message?.MessageId ?? item.Rejection!.Code}");

    [Fact]
    public async Task Paths_OfFiles_AreReadInTheirOrder()
    {
        var one = Put("one.eml", Eml("1"));
        var two = Put("two.mbox", Mbox("2", "3"));
        (await TellAsync(two, one)).Should().Equal("two.mbox: 2", "two.mbox: 3", "one.eml: 1");
    }

    [Theory]
    [InlineData("a.eml.gz")]
    [InlineData("named-without-suffix")]
    public async Task File_Gzipped_IsReadAsWhatIsInIt(string name)
    {
        var eml = Put(name, Mails.Gzip(Encoding.UTF8.GetBytes(Eml("1"))));
        var mbox = Put("m.mbox.gz", [.. Mails.Gzip(Encoding.UTF8.GetBytes(Mbox("2"))), .. Mails.Gzip(Encoding.UTF8.GetBytes(Mbox("3")))]);
        (await TellAsync(eml, mbox)).Should().Equal($"{name}: 1", "m.mbox.gz: 2", "m.mbox.gz: 3");
    }

    [Fact]
    public async Task File_NamedGzButPlain_IsRead()
    {
        (await TellAsync(Put("a.gz", Eml("1")))).Should().Equal("a.gz: 1");
    }

    [Fact]
    public async Task Gzip_BrokenOff_GivesWhatIsThereAndSaysSo()
    {
        var text = Mbox([.. Enumerable.Range(0, 20_000).Select(i => $"{Guid.NewGuid()}@{i}")]);
        var packed = Mails.Gzip(Encoding.UTF8.GetBytes(text));
        packed.AsSpan(packed.Length / 2, 64).Fill(0xff);
        var items = await ReadAsync(Put("a.gz", packed), Put("b.eml", Eml("after")));
        items.Count.Should().BeGreaterThan(100);
        items[^2].Rejection!.Code.Should().Be("unreadable");
        items[^2].Offset.Should().Be(items[^3].NextOffset);
        items[^1].Message!.MessageId.Should().Be("after");
    }

    [Fact]
    public async Task Directory_IsReadRecursivelyInOrdinalOrder()
    {
        Put("d/b.eml", Eml("b"));
        Put("d/B.eml", Eml("B"));
        Put("d/a/z.eml", Eml("z"));
        Put("d/c.txt", "nothing of the kind\n\n");
        Put("d/empty", "");
        Put("d/picture.png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0]);
        (await TellAsync(Path.Combine(_root, "d"))).Should().Equal(
            "d/B.eml: B", "d/a/z.eml: z", "d/b.eml: b", "d/c.txt: not_mail", "d/empty: empty", "d/picture.png: not_mail");
    }

    [Fact]
    public async Task Maildir_IsReadWithItsFoldersButNotItsBookkeeping()
    {
        Put("m/cur/1:2,S", Eml("cur"));
        Put("m/new/2", Eml("new"));
        Put("m/tmp/3", Eml("tmp"));
        Put("m/.Sent/cur/4:2,", Eml("sent"));
        Put("m/.Sent/tmp/5", Eml("tmp"));
        Put("m/.Sent/maildirfolder", "");
        Put("dovecot.mbox", Mbox("list"));
        foreach (var name in new[] { "dovecot-uidlist", "dovecot.index.log", "courierimapuiddb", "subscriptions", "a.lock", ".uidvalidity", "maildirsize" })
            Put($"m/{name}", "3 V1 N2\n");
        (await TellAsync(_root)).Should().Equal("dovecot.mbox: list", "m/.Sent/cur/4:2,: sent", "m/cur/1:2,S: cur", "m/new/2: new");
    }

    [Fact]
    public async Task FolderNamedTmp_OutsideMaildir_IsRead()
    {
        Put("x/tmp/1.eml", Eml("1"));
        (await TellAsync(_root)).Should().Equal("x/tmp/1.eml: 1");
    }

    [Fact]
    public async Task SymbolicLinks_AreNotFollowed()
    {
        var target = Put("target/1.eml", Eml("1"));
        Directory.CreateDirectory(Path.Combine(_root, "d"));
        File.CreateSymbolicLink(Path.Combine(_root, "d/file"), target);
        Directory.CreateSymbolicLink(Path.Combine(_root, "d/loop"), Path.Combine(_root, "d"));
        var link = File.CreateSymbolicLink(Path.Combine(_root, "link"), Path.Combine(_root, "target")).FullName;
        (await TellAsync(Path.Combine(_root, "d"), link)).Should().Equal("link: unreadable");
    }

    [Fact]
    public async Task File_ThatIsMissing_IsReportedAndTheNextRead()
    {
        (await TellAsync(Path.Combine(_root, "missing"), Put("a.eml", Eml("1")))).Should().Equal("missing: unreadable", "a.eml: 1");
    }

    [Fact]
    public async Task File_DeletedAfterListing_IsReported()
    {
        var file = MailFiles.Find([Put("a.eml", Eml("1"))]).Single();
        File.Delete(file.Path);
        var items = new List<MailItem>();
        await foreach (var item in MailFiles.ReadAsync(file, 0, TestContext.Current.CancellationToken))
            items.Add(item);
        items.Should().ContainSingle().Which.Rejection!.Code.Should().Be("unreadable");
    }

    [Fact]
    public async Task Cancellation_EndsReading()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var file = Put("a.eml", Eml("1"));
        var reading = async () =>
        {
            await foreach (var _ in MailFiles.ReadAsync([file], cancelled.Token))
            {
            }
        };
        await reading.Should().ThrowAsync<OperationCanceledException>();
    }
}
