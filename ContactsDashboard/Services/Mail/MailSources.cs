using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Mail;

/// <summary>Finds or makes the one source that stands for a door mail comes through.</summary>
internal static class MailSources
{
    public static async Task<long> OfKindAsync(StoreWriter writer, OrganizationScope scope, MailSourceKind kind, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await writer.WriteAsync<long>(scope.Id, async context =>
        {
            var source = await context.MailSources.FirstOrDefaultAsync(s => s.OrganizationId == scope.Id.Value && s.Kind == kind, cancellationToken);
            if (source is null)
            {
                source = new MailSource { OrganizationId = scope.Id.Value, Kind = kind, Name = NameOf(kind), CreatedAt = now };
                context.MailSources.Add(source);
                await context.SaveChangesAsync(cancellationToken);
            }
            return source.Id;
        }, cancellationToken)).Value;

    private static string NameOf(MailSourceKind kind) => kind switch
    {
        MailSourceKind.Upload => "Uploads",
        MailSourceKind.Terminal => "Terminal",
        MailSourceKind.Api => "API",
        _ => "Maildir",
    };
}
