using ContactsDashboard.Domain;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Erasures;

/// <summary>Erasing in the words of the domain.</summary>
internal static class ErasureStore
{
    public static async Task<ErasureReceipt> EraseAsync(this TestStore store, ErasureTarget target, bool addEntry = true)
    {
        var receipt = await store.StartErasingAsync(target, addEntry);
        await store.RunJobsAsync();
        return receipt;
    }

    public static Task<ErasureReceipt> EraseAsync(this TestStore store, string address, bool addEntry = true) => store.EraseAsync(ErasureTarget.Of(address), addEntry);

    public static async Task<ErasureReceipt> StartErasingAsync(this TestStore store, ErasureTarget target, bool addEntry = true)
    {
        var service = store.As<ErasureService>(Role.Admin);
        var preview = (await service.PreviewAsync(store.Organization, target, Stop)).Value;
        return (await service.StartAsync(store.Organization, new(target, preview.Confirm, addEntry, preview.ContactCount), Stop)).Value;
    }

    public static async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(this TestStore store) =>
        (await store.As<SuppressionListService>(Role.Admin).ListAsync(store.Organization, new() { Limit = 100 }, Stop)).Value.Rows;

    /// <summary>Which files below a folder hold one of these texts, in any case; the database and its log among them.</summary>
    public static List<string> FilesThatHold(string folder, params string[] texts)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var content = System.Text.Encoding.Latin1.GetString(bytes.ToArray());
            found.AddRange(texts.SelectMany(t => new[] { t, Uri.EscapeDataString(t), string.Concat(t.Select(c => $"{c}\0")) })
                .Where(t => content.Contains(t, StringComparison.OrdinalIgnoreCase)).Select(t => $"{Path.GetFileName(file)}: {t}"));
        }
        return found;
    }
}
