using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Events;
using ContactsDashboard.Services.Events.Webhooks;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.SignUps;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

/// <summary>
/// Takes back changes outside the ledger by doing the reverse through the service it belongs to, so that every check of doing it directly holds
/// here too; what somebody changed since stays.
/// </summary>
public sealed class SettingsUndo(IDbContextFactory<DashboardDbContext> contexts, DerivationRuleService rules, MemberService members,
    OrganizationService organizations, MailSourceService sources, FieldService fields, CategoryService categories, PlanService plans, SignUpFormService forms,
    SegmentUndo segments, EventSourceService eventSources, SoftBounceService softBounces)
{
    private const string Changed = "changed since";

    private const string Reversed = "";

    public static Permissions NeededFor(AuditVerb verb) => verb switch
    {
        AuditVerb.AddedRule or AuditVerb.RemovedRule or AuditVerb.ChangedSettings or AuditVerb.ChangedPlan or AuditVerb.ChangedBouncePolicy
            or AuditVerb.CreatedSignUpForm or AuditVerb.ClosedSignUpForm or AuditVerb.ReopenedSignUpForm => Permissions.ManageSettings,
        AuditVerb.AddedMember or AuditVerb.ChangedMember or AuditVerb.RemovedMember => Permissions.ManageMembers,
        AuditVerb.AddedField or AuditVerb.ChangedField or AuditVerb.AddedCategory or AuditVerb.RenamedCategory => Permissions.ManageFields,
        AuditVerb.AddedMailSource or AuditVerb.RemovedMailSource or AuditVerb.AddedEventSource or AuditVerb.RemovedEventSource => Permissions.ManageMailSources,
        AuditVerb.CreatedSegment or AuditVerb.RenamedSegment or AuditVerb.ChangedSegment or AuditVerb.DeletedSegment => Permissions.ManageSegments,
        _ => Permissions.None,
    };

    internal async Task<UndoReport> UndoAsync(OrganizationId organization, AuditEntry entry, CancellationToken cancellationToken)
    {
        using var details = JsonDocument.Parse(entry.Details ?? "{}");
        var why = await ReverseAsync(organization, entry, details.RootElement, cancellationToken);
        return why == Reversed ? new(1, 0, null) : new(0, 1, why);
    }

    private Task<string> ReverseAsync(OrganizationId organization, AuditEntry entry, JsonElement details, CancellationToken cancellationToken) => entry.Verb switch
    {
        AuditVerb.AddedRule or AuditVerb.RemovedRule => ReverseRuleAsync(organization, entry.Verb, Text(details, "pattern"), cancellationToken),
        AuditVerb.ChangedSettings => ReverseSettingsAsync(organization, details, cancellationToken),
        AuditVerb.AddedField or AuditVerb.ChangedField => ReverseFieldAsync(organization, entry, details, cancellationToken),
        AuditVerb.AddedCategory or AuditVerb.RenamedCategory => ReverseCategoryAsync(organization, entry, details, cancellationToken),
        AuditVerb.ChangedPlan => ReversePlanAsync(organization, details, cancellationToken),
        AuditVerb.CreatedSignUpForm or AuditVerb.ClosedSignUpForm or AuditVerb.ReopenedSignUpForm => ReverseFormAsync(organization, entry.Verb, details, cancellationToken),
        AuditVerb.ChangedBouncePolicy => ReverseBouncePolicyAsync(organization, details, cancellationToken),
        AuditVerb.AddedEventSource or AuditVerb.RemovedEventSource => ReverseEventSourceAsync(organization, entry.Verb, details, cancellationToken),
        AuditVerb.AddedMailSource or AuditVerb.RemovedMailSource => ReverseSourceAsync(organization, entry.Verb, Text(details, "folder"), cancellationToken),
        AuditVerb.CreatedSegment or AuditVerb.RenamedSegment or AuditVerb.ChangedSegment or AuditVerb.DeletedSegment =>
            ReverseSegmentAsync(organization, entry, details, cancellationToken),
        _ => ReverseMemberAsync(organization, entry.Verb, details, cancellationToken),
    };

    private async Task<string> ReverseSegmentAsync(OrganizationId organization, AuditEntry entry, JsonElement details, CancellationToken cancellationToken) =>
        await segments.ReverseAsync(organization, entry, details, cancellationToken) ?? Reversed;

    private async Task<string> ReverseRuleAsync(OrganizationId organization, AuditVerb verb, string pattern, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rule = await context.DerivationRules.AsNoTracking().SingleOrDefaultAsync(r => r.OrganizationId == organization.Value && r.Pattern == pattern, cancellationToken);
        if (verb == AuditVerb.AddedRule)
            return rule is null ? Changed : Why((await rules.RemoveAsync(organization, rule.Id, cancellationToken)).ToResult());
        var isDomain = pattern.StartsWith("*@", StringComparison.Ordinal);
        return rule is not null ? Changed
            : Why((await rules.AddAsync(organization, isDomain ? DerivationRuleKind.OwnDomain : DerivationRuleKind.Pattern, isDomain ? pattern[2..] : pattern, cancellationToken)).ToResult());
    }

    private async Task<string> ReverseSettingsAsync(OrganizationId organization, JsonElement details, CancellationToken cancellationToken)
    {
        var (before, after) = (Edit(details.GetProperty("before")), Edit(details.GetProperty("after")));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await context.Organizations.Where(o => o.Id == organization.Value)
            .Select(o => new OrganizationEdit(o.Name, o.TimeZone, o.PhoneCountry)).SingleAsync(cancellationToken);
        return now != after with { Name = after.Name.Trim() } ? Changed : Why(await organizations.ChangeAsync(organization, before, cancellationToken));
    }

    private async Task<string> ReversePlanAsync(OrganizationId organization, JsonElement details, CancellationToken cancellationToken)
    {
        var (before, after) = (Plan(details.GetProperty("before")), Plan(details.GetProperty("after")));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await context.Organizations.Where(o => o.Id == organization.Value).Select(o => new PlanEdit(o.ContactLimit, o.Currency)).SingleAsync(cancellationToken);
        return now != after ? Changed : Why((await plans.ChangeAsync(organization, before, cancellationToken)).ToResult());
    }

    private async Task<string> ReverseBouncePolicyAsync(OrganizationId organization, JsonElement details, CancellationToken cancellationToken)
    {
        SoftBouncePolicy Policy(string name) => details.GetProperty(name).Deserialize<SoftBouncePolicy>(JsonSerializerOptions.Web)!;
        var now = await softBounces.FindAsync(organization, cancellationToken);
        return now.IsOk && now.Value != Policy("after") ? Changed : Why((await softBounces.ChangeAsync(organization, Policy("before"), cancellationToken)).ToResult());
    }

    private async Task<string> ReverseEventSourceAsync(OrganizationId organization, AuditVerb verb, JsonElement details, CancellationToken cancellationToken)
    {
        var id = details.GetProperty("source").GetInt64();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var isThere = await context.EventSources.AnyAsync(s => s.OrganizationId == organization.Value && s.Id == id && s.RemovedAt == null, cancellationToken);
        if (isThere == (verb == AuditVerb.RemovedEventSource))
            return Changed;
        return Why((isThere ? await eventSources.RemoveAsync(organization, id, cancellationToken) : await eventSources.RestoreAsync(organization, id, cancellationToken)).ToResult());
    }

    private async Task<string> ReverseFormAsync(OrganizationId organization, AuditVerb verb, JsonElement details, CancellationToken cancellationToken)
    {
        var id = details.GetProperty("form").GetInt64();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var isOpen = await context.SignUpForms.AnyAsync(f => f.OrganizationId == organization.Value && f.Id == id && f.ClosedAt == null, cancellationToken);
        if (isOpen == (verb == AuditVerb.ClosedSignUpForm))
            return Changed;
        return Why((isOpen ? await forms.CloseAsync(organization, id, cancellationToken) : await forms.ReopenAsync(organization, id, cancellationToken)).ToResult());
    }

    private async Task<string> ReverseSourceAsync(OrganizationId organization, AuditVerb verb, string folder, CancellationToken cancellationToken)
    {
        if (verb == AuditVerb.RemovedMailSource)
            return Why((await sources.WatchAsync(organization, "", folder, cancellationToken)).ToResult());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var source = await context.MailSources.AsNoTracking().SingleOrDefaultAsync(s => s.OrganizationId == organization.Value && s.Path == folder, cancellationToken);
        return source is null ? Changed : Why(await sources.UnwatchAsync(organization, source.Id, cancellationToken));
    }

    private async Task<string> ReverseMemberAsync(OrganizationId organization, AuditVerb verb, JsonElement details, CancellationToken cancellationToken)
    {
        var user = details.GetProperty("user").GetInt64();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var role = await context.Memberships.Where(m => m.OrganizationId == organization.Value && m.UserId == user).Select(m => (Role?)m.Role).SingleOrDefaultAsync(cancellationToken);
        if (verb == AuditVerb.RemovedMember)
        {
            var email = await context.Users.Where(u => u.Id == user).Select(u => u.Email).SingleOrDefaultAsync(cancellationToken);
            return role is not null || email is null ? Changed
                : Why((await members.AddAsync(organization, email, Enum.Parse<Role>(Text(details, "before")), null, cancellationToken)).ToResult());
        }
        if (role is null || role.ToString() != Text(details, verb == AuditVerb.AddedMember ? "role" : "after"))
            return Changed;
        return Why(verb == AuditVerb.AddedMember ? await members.RemoveAsync(organization, user, cancellationToken)
            : await members.ChangeRoleAsync(organization, user, Enum.Parse<Role>(Text(details, "before")), cancellationToken));
    }

    private async Task<string> ReverseFieldAsync(OrganizationId organization, AuditEntry entry, JsonElement details, CancellationToken cancellationToken)
    {
        var listed = await fields.ListAsync(organization, cancellationToken);
        var field = listed.IsOk ? listed.Value.FirstOrDefault(f => f.Key == Text(details, "key")) : null;
        // One of the same key that was defined later is another field.
        if (field is null || field.CreatedAt > entry.At)
            return listed.Problem?.Message ?? Changed;
        if (entry.Verb == AuditVerb.AddedField)
        {
            // Values somebody entered since would go with it, for good.
            var use = await fields.PreviewDeleteAsync(organization, field.Id, cancellationToken);
            return use is { IsOk: true, Value.Contacts: > 0 } ? "contacts have values of it" : Why((await fields.DeleteAsync(organization, field.Id, cancellationToken)).ToResult());
        }
        var (before, after) = (Field(details, "before"), Field(details, "after"));
        return field.Label != after.Label || !field.Options.SequenceEqual(after.Options) ? Changed
            : Why((await fields.ChangeAsync(organization, field.Id, before.Label, before.Options, cancellationToken)).ToResult());
    }

    private async Task<string> ReverseCategoryAsync(OrganizationId organization, AuditEntry entry, JsonElement details, CancellationToken cancellationToken)
    {
        var listed = await categories.ListAsync(organization, cancellationToken);
        var category = listed.IsOk ? listed.Value.FirstOrDefault(c => c.Name == Text(details, "category")) : null;
        // Another one may have the name by now.
        if (category is null || (details.TryGetProperty("id", out var id) ? category.Id != id.GetInt64() : category.CreatedAt != entry.At))
            return listed.Problem?.Message ?? Changed;
        return entry.Verb == AuditVerb.RenamedCategory ? Why((await categories.RenameAsync(organization, category.Id, Text(details, "before"), cancellationToken)).ToResult())
            : category.Contacts > 0 ? "contacts subscribed to it"
            : Why((await categories.DeleteAsync(organization, category.Id, cancellationToken)).ToResult());
    }

    private static FieldFacts Field(JsonElement details, string name) => details.GetProperty(name).Deserialize<FieldFacts>(JsonSerializerOptions.Web)!;

    private sealed record FieldFacts(string Label, IReadOnlyList<string> Options);

    private static OrganizationEdit Edit(JsonElement settings) => settings.Deserialize<OrganizationEdit>(JsonSerializerOptions.Web)!;

    private static PlanEdit Plan(JsonElement plan) => plan.Deserialize<PlanEdit>(JsonSerializerOptions.Web)!;

    private static string Text(JsonElement details, string name) => details.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static string Why(Result result) => result.Problem?.Message ?? Reversed;
}
