namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>A real Postfix asks the real product about every recipient.</summary>
public sealed class PostfixTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contacts-gate-").FullName;
    private readonly int _port = PostfixInstance.FreePort();

    [Fact]
    public async Task Recipient_Suppressed_IsRefusedAtOnceUntilReleased()
    {
        using var product = await StartProductAsync();
        await using var postfix = await PostfixInstance.StartAsync(_port);
        await using var smtp = await postfix.ConnectAsync();
        await BlockAsync("ann@x.test");
        await smtp.BeginAsync();

        (await smtp.RecipientAsync("ann@x.test")).Should().Be(
            "554 5.7.1 <ann@x.test>: Recipient address rejected: Recipient is suppressed (blocked)");
        (await smtp.RecipientAsync("bob@x.test")).Should().StartWith("250 ");
        (await smtp.SendAsync("DATA")).Should().StartWith("354 ");
        (await smtp.SendAsync("Subject: News\r\n\r\nHello\r\n.")).Should().StartWith("250 ");
        await postfix.LoggedAsync("to=<bob@x.test>, relay=none");
        postfix.Log.Should().NotContain("to=<ann@x.test>, relay=");

        (await ProductProcess.RunAsync(_folder, "unblock", "ann@x.test", "-o", "demo")).Code.Should().Be(0);
        (await smtp.SendAsync("MAIL FROM:<news@acme.example>")).Should().StartWith("250 ");
        (await smtp.RecipientAsync("ann@x.test")).Should().StartWith("250 ");
    }

    [Fact]
    public async Task Recipient_HoweverWritten_IsRecognised()
    {
        using var product = await StartProductAsync();
        await using var postfix = await PostfixInstance.StartAsync(_port);
        await using var smtp = await postfix.ConnectAsync();
        await BlockAsync("ann@x.test", "\"ann b\"@y.test", "*.münchen.test");
        (await smtp.SendAsync("EHLO crm.acme.example")).Should().StartWith("250 ");
        (await smtp.SendAsync("MAIL FROM:<news@acme.example> SMTPUTF8")).Should().StartWith("250 ");

        string[] refused = ["Ann@X.TEST", "ann@x.test.", "\"ann\"@x.test", "\"a\\nn\"@x.test", "Ann (who?) @ x.test",
            "@relay.test:ann@x.test", "ann%x.test@mail.acme.example", "\"ann@x.test\"@mail.acme.example", "x.test!ann", "\"ann b\"@y.test",
            "bob@a.münchen.test", "bob@a.xn--mnchen-3ya.test"];
        foreach (var recipient in refused)
            (await smtp.RecipientAsync(recipient)).Should().StartWith("554 5.7.1 ", recipient);
        string[] accepted = ["ann+news@x.test", "bob@münchen.test", "\"bob b\"@y.test", "bob%x.test@mail.acme.example", "postmaster"];
        foreach (var recipient in accepted)
            (await smtp.RecipientAsync(recipient)).Should().StartWith("250 ", recipient);
        (await smtp.RecipientAsync("ann")).Should().StartWith("450 4.1.3 ", "only Postfix knows whose domain this is");
        (await smtp.RecipientAsync("\"\"@x.test")).Should().StartWith("554 5.1.3 ");
    }

    [Fact]
    public async Task Recipient_WhileTheStoreCannotBeRead_IsDeferred()
    {
        using var product = await StartProductAsync();
        await using var postfix = await PostfixInstance.StartAsync(_port);
        await using var smtp = await postfix.ConnectAsync();
        await BlockAsync("ann@x.test");
        await smtp.BeginAsync();
        (await smtp.RecipientAsync("bob@x.test")).Should().StartWith("250 ");

        // Everything into the one file, which also makes the server forget what it has read of it.
        await product.WhenAsync(() => ProductProcess.List(_folder, "PRAGMA wal_checkpoint(TRUNCATE)")[0] == "0");
        Ruin(Path.Combine(_folder, "contacts.db"));

        (await smtp.RecipientAsync("bob@x.test")).Should().StartWith("450 4.3.0 ");
        (await smtp.RecipientAsync("ann@x.test")).Should().StartWith("450 4.3.0 ");
    }

    [Fact]
    public async Task Recipient_WhileTheDashboardIsDown_IsDeferredByPostfixItself()
    {
        using var killed = await StartProductAsync();
        await using var postfix = await PostfixInstance.StartAsync(_port);
        await using var smtp = await postfix.ConnectAsync();
        await BlockAsync("ann@x.test");
        await smtp.BeginAsync();
        (await smtp.RecipientAsync("bob@x.test")).Should().StartWith("250 ");

        await killed.KillWhenAsync(() => true);
        (await smtp.RecipientAsync("bob@x.test")).Should().StartWith("451 4.3.5 ");

        using var restarted = await StartProductAsync();
        (await smtp.RecipientAsync("bob@x.test")).Should().StartWith("250 ");
        (await smtp.RecipientAsync("ann@x.test")).Should().StartWith("554 ");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // In place and at its length: the server goes on with the file it has open, and its pages turn out to be rubbish.
    private static void Ruin(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var page = Enumerable.Repeat((byte)0xFF, 4096).ToArray();
        for (var left = stream.Length; left > 0; left -= page.Length)
            stream.Write(page, 0, (int)Math.Min(left, page.Length));
    }

    private async Task<ProductProcess> StartProductAsync()
    {
        var product = ProductProcess.StartWith(new() { ["Dashboard__PolicyListeners__demo"] = $"{_port}" }, _folder);
        try
        {
            await product.AddressAsync();
            return product;
        }
        catch
        {
            product.Dispose();
            throw;
        }
    }

    private async Task BlockAsync(params string[] values)
    {
        var (code, output) = await ProductProcess.RunAsync(_folder, ["block", .. values, "--organization", "demo"]);
        code.Should().Be(0, output);
    }
}
