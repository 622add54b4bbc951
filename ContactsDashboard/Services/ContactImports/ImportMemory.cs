using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>How files with the same columns were imported the last time.</summary>
internal static class ImportMemory
{
    /// <summary>Null where there was none, or what it names is gone since.</summary>
    public static async Task<ImportOptions?> FindAsync(DashboardDbContext context, OrganizationScope scope, string[] header, CancellationToken cancellationToken)
    {
        var hash = HashOf(header);
        var mapping = await context.ImportMappings.AsNoTracking().SingleOrDefaultAsync(m => m.OrganizationId == scope.Id.Value && m.HeaderHash == hash, cancellationToken);
        var options = mapping is null ? null : JsonSerializer.Deserialize<ImportOptions>(mapping.Options, JsonSerializerOptions.Web);
        return options is not null && (await ImportPlans.ReadAsync(context, scope, options, false, cancellationToken)).IsOk ? options : null;
    }

    public static async Task KeepAsync(StoreWriter writer, OrganizationScope scope, ImportCommand command, ImportOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!options.HasHeader)
            return;
        var (_, first) = await ContactFile.LookAsync(command.File, command.Name, cancellationToken);
        var (hash, text) = (HashOf(first[0]), JsonSerializer.Serialize(options, JsonSerializerOptions.Web));
        await writer.WriteAsync<bool>(scope.Id, async context =>
        {
            var mapping = await context.ImportMappings.SingleOrDefaultAsync(m => m.OrganizationId == scope.Id.Value && m.HeaderHash == hash, cancellationToken);
            if (mapping is null)
                context.ImportMappings.Add(mapping = new() { OrganizationId = scope.Id.Value, HeaderHash = hash, Options = text });
            (mapping.Options, mapping.UpdatedAt) = (text, now);
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);
    }

    private static byte[] HashOf(IReadOnlyList<string> header) => SHA256.HashData(Encoding.UTF8.GetBytes(KnownHeaders.KeyOf(header)));
}
