using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>Remembers what was signed once, for as long as the signature would be taken.</summary>
internal static class UsedSignatures
{
    private const int Length = 16;

    /// <summary>False when it came with another body before.</summary>
    public static Task<bool> TakeAsync(StoreWriter writer, long source, string token, byte[] body, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (hash, bodyHash) = (SHA256.HashData(Encoding.UTF8.GetBytes(token))[..Length], SHA256.HashData(body)[..Length]);
        return writer.WriteUnseenAsync(async context =>
        {
            var known = await context.UsedSignatures.AsNoTracking().SingleOrDefaultAsync(s => s.SourceId == source && s.Hash == hash, cancellationToken);
            if (known is not null)
                return known.BodyHash.AsSpan().SequenceEqual(bodyHash);
            var over = now - Signatures.Retries - Signatures.Skew - Signatures.Skew;
            await context.UsedSignatures.Where(s => s.At < over).ExecuteDeleteAsync(cancellationToken);
            context.UsedSignatures.Add(new() { SourceId = source, Hash = hash, BodyHash = bodyHash, At = now });
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);
    }
}
