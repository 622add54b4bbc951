using ContactsDashboard.Data;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.SignUps;

/// <summary>The form by which preference pages ask: one to an organisation, made when it is first asked for; no visitor finds it.</summary>
internal static class PreferenceForm
{
    private const string Name = "Mail preferences";

    /// <param name="categories">What somebody wants to subscribe to; their mail names it.</param>
    public static async Task<PublicForm> FindAsync(StoreWriter writer, OrganizationScope scope, IReadOnlyList<string> categories, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, organization) = (await writer.WriteAsync<(long, string)>(scope.Id, async context =>
        {
            var form = await context.SignUpForms.FirstOrDefaultAsync(f => f.OrganizationId == scope.Id.Value && f.IsPreferences, cancellationToken);
            if (form is null)
                context.SignUpForms.Add(form = new() { OrganizationId = scope.Id.Value, Name = Name, Token = Secret.New(16), CreatedAt = now, IsPreferences = true });
            await context.SaveChangesAsync(cancellationToken);
            return (form.Id, await context.Organizations.Where(o => o.Id == scope.Id.Value).Select(o => o.Name).SingleAsync(cancellationToken));
        }, cancellationToken)).Value;
        return new(id, scope.Id, organization, Name, categories.Count == 0 ? null : string.Join(", ", categories), false);
    }
}
