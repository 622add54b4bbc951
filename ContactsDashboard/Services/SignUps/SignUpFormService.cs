using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.SignUps;

/// <summary>The forms by which people sign up: making them, closing them, opening them again.</summary>
public sealed class SignUpFormService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxName = 100;

    private static readonly Problem NotFound = new("FORM_NOT_FOUND", "There is no such form.");

    /// <summary>Open ones first, the newest first.</summary>
    public async Task<Result<IReadOnlyList<SignUpFormRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SignUpForms.AsNoTracking().Where(f => f.OrganizationId == organization.Value && !f.IsPreferences)
            .OrderBy(f => f.ClosedAt != null).ThenByDescending(f => f.Id)
            .Select(f => new SignUpFormRow(f.Id, f.Name, f.Token, context.Segments.Where(s => s.Id == f.CategoryId).Select(s => s.Name).FirstOrDefault(), f.CreatedAt, f.ClosedAt,
                context.SignUps.LongCount(s => s.FormId == f.Id), context.SignUps.LongCount(s => s.FormId == f.Id && s.ConfirmedAt != null))).ToListAsync(cancellationToken);
    }

    /// <summary>The names of the organisation's subscription categories.</summary>
    public async Task<Result<IReadOnlyList<string>>> CategoriesAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Segments.Where(s => s.OrganizationId == organization.Value && s.Kind == SegmentKind.Category).OrderBy(s => s.Name)
            .Select(s => s.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Makes a form, and its category where there is none of the name in any case; without a category it only asks for consent.</summary>
    public async Task<Result<long>> CreateAsync(OrganizationId organization, string name, string? category, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSettings, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var (called, within) = (name.Trim(), string.IsNullOrWhiteSpace(category) ? null : category.Trim());
        if (!IsName(called) || (within is not null && !IsName(within)))
            return new Problem("VALIDATION_ERROR", $"A name has 1 to {MaxName} characters, on one line.") { Field = IsName(called) ? "category" : "name" };
        return await writer.WriteAsync<long>(organization, async context =>
        {
            if (await context.SignUpForms.AnyAsync(f => f.OrganizationId == organization.Value && f.Name == called && f.ClosedAt == null, cancellationToken))
                return new Problem("ALREADY_EXISTS", "There is an open form of this name.") { Field = "name" };
            var now = time.GetUtcNow();
            var segment = within is null ? null : await CategoryAsync(context, allowed.Value, within, now, cancellationToken);
            if (segment is { Kind: not SegmentKind.Category })
                return new Problem("ALREADY_EXISTS", "A segment has this name. Choose another for the category.") { Field = "category" };
            var form = new SignUpForm { OrganizationId = organization.Value, Name = called, Token = Secret.New(16), CategoryId = segment?.Id, CreatedAt = now };
            context.SignUpForms.Add(form);
            await context.SaveChangesAsync(cancellationToken);
            await RecordAsync(context, allowed.Value, AuditVerb.CreatedSignUpForm, form, now, cancellationToken);
            return form.Id;
        }, cancellationToken);
    }

    /// <summary>Takes no more sign-ups; those asked already may still confirm. The audit entry's id.</summary>
    public Task<Result<long>> CloseAsync(OrganizationId organization, long formId, CancellationToken cancellationToken) =>
        ChangeAsync(organization, formId, AuditVerb.ClosedSignUpForm, cancellationToken);

    public Task<Result<long>> ReopenAsync(OrganizationId organization, long formId, CancellationToken cancellationToken) =>
        ChangeAsync(organization, formId, AuditVerb.ReopenedSignUpForm, cancellationToken);

    private async Task<Result<long>> ChangeAsync(OrganizationId organization, long formId, AuditVerb verb, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSettings, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var form = await context.SignUpForms.SingleOrDefaultAsync(f => f.OrganizationId == organization.Value && f.Id == formId, cancellationToken);
            if (form is null)
                return NotFound;
            var (now, closes) = (time.GetUtcNow(), verb == AuditVerb.ClosedSignUpForm);
            if (form.ClosedAt is not null == closes)
                return new Problem("ALREADY_DONE", closes ? "This form is closed already." : "This form is open already.");
            form.ClosedAt = closes ? now : null;
            return await RecordAsync(context, allowed.Value, verb, form, now, cancellationToken);
        }, cancellationToken);
    }

    private static bool IsName(string text) => text.Length is > 0 and <= MaxName && !text.Any(char.IsControl);

    private static async Task<Segment> CategoryAsync(DashboardDbContext context, OrganizationScope scope, string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var names = await context.Segments.Where(s => s.OrganizationId == scope.Id.Value).Select(s => new { s.Id, s.Name }).ToListAsync(cancellationToken);
        if (names.Find(s => TextKey.Fold(s.Name) == TextKey.Fold(name)) is { } known)
            return await context.Segments.SingleAsync(s => s.Id == known.Id, cancellationToken);
        var segment = new Segment { OrganizationId = scope.Id.Value, Name = name, Kind = SegmentKind.Category, CreatedAt = now, UpdatedAt = now };
        context.Segments.Add(segment);
        await AuditLog.WriteAsync(context, scope, AuditVerb.AddedCategory, now, cancellationToken, details: new { category = name });
        return segment;
    }

    private static async Task<long> RecordAsync(DashboardDbContext context, OrganizationScope scope, AuditVerb verb, SignUpForm form, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        (await AuditLog.WriteAsync(context, scope, verb, now, cancellationToken, details: new { form = form.Id, name = form.Name })).Id;
}
