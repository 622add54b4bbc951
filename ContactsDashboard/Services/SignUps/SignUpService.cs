using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Outbox;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.SignUps;

/// <summary>Signing up and confirming it: nobody but the owner of an address can make it be written to.</summary>
public sealed class SignUpService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, OutboxService outbox, TimeProvider time)
{
    /// <summary>How long a link is good for.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromDays(7);

    /// <summary>At most one mail per address in this time, whoever asks and by whichever form.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    private static readonly Problem NoForm = new("FORM_NOT_FOUND", "There is no such form.");

    private static readonly Problem NoSignUp = new("SIGN_UP_NOT_FOUND", "This link is not one of ours. Copy it from the mail as a whole.");

    private static readonly Problem Expired = new("LINK_EXPIRED", "This link is too old. Sign up again to get a new one.");

    /// <summary>The form of a public address; null when there is none.</summary>
    public async Task<PublicForm?> FindFormAsync(string token, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SignUpForms.AsNoTracking().Where(f => f.Token == token && !f.IsPreferences).Select(f => new PublicForm(f.Id, new(f.OrganizationId),
            context.Organizations.First(o => o.Id == f.OrganizationId).Name, f.Name, context.Segments.Where(s => s.Id == f.CategoryId).Select(s => s.Name).FirstOrDefault(),
            f.ClosedAt != null)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>What a confirmation link is about; <c>SIGN_UP_NOT_FOUND</c> when it is about nothing.</summary>
    public async Task<Result<PublicSignUp>> FindAsync(string secret, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(context, Secret.HashOf(secret), time.GetUtcNow(), cancellationToken) is { } view ? view : NoSignUp;
    }

    /// <summary>
    /// Takes a sign-up and mails the link that confirms it, unless the address complained, is blacklisted, or got a mail within the hour: the answer is the
    /// same, and takes the same work, so that nobody learns from it who is known here.
    /// </summary>
    /// <param name="linkOf">Makes the link out of its secret.</param>
    public async Task<Result> AskAsync(OrganizationId organization, long formId, SignUpEdit edit, Func<string, string> linkOf, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(organization, formId, edit, cancellationToken);
        if (!read.IsOk)
            return read.Problem!;
        var (scope, form, email) = read.Value;
        var secret = Secret.New(32);
        using var mail = await outbox.PrepareAsync(ConfirmationMail.To(email, form, linkOf(secret)), cancellationToken);
        var asked = await writer.WriteAsync<bool>(organization, context => StoreAsync(context, scope, form, email, edit, secret, cancellationToken), cancellationToken);
        if (asked is { IsOk: true, Value: true })
            mail.Release();
        return asked.ToResult();
    }

    /// <summary>Takes a sign-up as <see cref="AskAsync"/> does, where nobody is to get a mail; whether it was taken.</summary>
    internal async Task<Result<bool>> TakeAsync(OrganizationId organization, long formId, SignUpEdit edit, string secret, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(organization, formId, edit, cancellationToken);
        if (!read.IsOk)
            return read.Problem!;
        var (scope, form, email) = read.Value;
        return await writer.WriteAsync<bool>(organization, context => StoreAsync(context, scope, form, email, edit, secret, cancellationToken), cancellationToken);
    }

    /// <summary>The same for whoever asked before and comes back by their preference page: the mail goes to the address the page is about, for these categories.</summary>
    internal async Task<Result> AskAgainAsync(OrganizationScope scope, EmailAddress email, IReadOnlyList<(long Id, string Name)> categories, Func<string, string> linkOf,
        CancellationToken cancellationToken)
    {
        var form = await PreferenceForm.FindAsync(writer, scope, [.. categories.Select(c => c.Name)], time.GetUtcNow(), cancellationToken);
        var secret = Secret.New(32);
        using var mail = await outbox.PrepareAsync(ConfirmationMail.To(email, form, linkOf(secret)), cancellationToken);
        var asked = await writer.WriteAsync<bool>(scope.Id, context => StoreAsync(context, scope, form, email, new(null, null, null), secret, cancellationToken,
            JsonSerializer.Serialize(categories.Select(c => c.Id))), cancellationToken);
        if (asked is { IsOk: true, Value: true })
            mail.Release();
        return asked.ToResult();
    }

    /// <summary>
    /// Confirms a sign-up, once; a second time says that it is confirmed. Ends unsubscriptions and nothing else of the ledger.
    /// </summary>
    public async Task<Result<PublicSignUp>> ConfirmAsync(OrganizationId organization, string secret, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.SignUp, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var hash = Secret.HashOf(secret);
        return await writer.WriteAsync<PublicSignUp>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var view = await ViewAsync(context, hash, now, cancellationToken);
            if (view is null || view.Organization != organization)
                return NoSignUp;
            if (view.State != SignUpState.Open)
                return view.State == SignUpState.Expired ? Expired : view;
            var signUp = await context.SignUps.SingleAsync(s => s.SecretHash == hash, cancellationToken);
            signUp.ConfirmedAt = now;
            await SignUpConfirmation.ApplyAsync(context, allowed.Value, signUp, now, cancellationToken);
            return view with { State = SignUpState.Confirmed };
        }, cancellationToken);
    }

    private async Task<Result<(OrganizationScope Scope, PublicForm Form, EmailAddress Email)>> ReadAsync(OrganizationId organization, long formId, SignUpEdit edit,
        CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.SignUp, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (!EmailAddress.TryParse(edit.Email, out var email))
            return new Problem("INVALID_EMAIL", "This is not an email address. Check it for typing errors.") { Field = "email" };
        if (!IsName(edit.FirstName) || !IsName(edit.LastName))
            return new Problem("VALIDATION_ERROR", $"A name has at most {SignUpEdit.MaxName} characters, on one line.")
                { Field = IsName(edit.FirstName) ? "surname" : "name" };
        return await FindOpenAsync(organization, formId, cancellationToken) is { } form ? (allowed.Value, form, email) : NoForm;
    }

    private static bool IsName(string? text) => text is null || (text.Length <= SignUpEdit.MaxName && !text.Trim().Any(char.IsControl));

    private async Task<PublicForm?> FindOpenAsync(OrganizationId organization, long formId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var token = await context.SignUpForms.Where(f => f.OrganizationId == organization.Value && f.Id == formId && f.ClosedAt == null).Select(f => f.Token)
            .SingleOrDefaultAsync(cancellationToken);
        return token is null ? null : await FindFormAsync(token, cancellationToken);
    }

    private async Task<Result<bool>> StoreAsync(DashboardDbContext context, OrganizationScope scope, PublicForm form, EmailAddress email, SignUpEdit edit, string secret,
        CancellationToken cancellationToken, string? categories = null)
    {
        var now = time.GetUtcNow();
        if (!await context.SignUpForms.AnyAsync(f => f.Id == form.Id && f.ClosedAt == null, cancellationToken))
            return NoForm;
        var covering = (await LedgerReader.MatchAsync(context, scope.Id, [email], now, cancellationToken)).GetValueOrDefault(email.Value) ?? [];
        if (Standings.OfEmail(covering.Select(e => e.ToRule()), Confirmation.NotAsked, false) is Standing.SpamReport or Standing.Blacklisted)
            return false;
        if ((await ContactIntake.ErasedAsync(context, scope.Id, [email], [], cancellationToken)).Count > 0)
            return false;
        var known = (await ContactIntake.FindAsync(context, scope.Id, [email.Value], cancellationToken)).GetValueOrDefault(email.Value);
        if (known is not null && await context.SignUps.AnyAsync(s => s.AddressId == known.Id && s.AskedAt > now - Quiet, cancellationToken))
            return false;
        // What is known already stays as it is until its owner says so: anybody can type anybody's address.
        var address = known ?? (await ContactIntake.AddressesAsync(context, scope.Id, [email], [], now, cancellationToken, Confirmation.Asked))[email.Value];
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.SignedUp, now, cancellationToken, address.Id, new { form = form.Id, name = form.Name });
        if (known is null)
        {
            var contact = ContactIntake.NewContact(scope.Id, address, null, CreationMethod.SubscriptionForm, now, edit.FirstName, edit.LastName);
            context.Contacts.Add(contact);
            await context.SaveChangesAsync(cancellationToken);
            audit.ContactId = contact.Id;
        }
        context.SignUps.Add(new() { OrganizationId = scope.Id.Value, FormId = form.Id, AddressId = address.Id, SecretHash = Secret.HashOf(secret), AskedAt = now,
            Categories = categories });
        await context.SaveChangesAsync(cancellationToken);
        return true;
    }

    private static async Task<PublicSignUp?> ViewAsync(DashboardDbContext context, byte[] hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await (from signUp in context.SignUps.AsNoTracking()
                           join form in context.SignUpForms on signUp.FormId equals form.Id
                           join organization in context.Organizations on signUp.OrganizationId equals organization.Id
                           join address in context.Addresses on signUp.AddressId equals address.Id
                           where signUp.SecretHash == hash
                           select new
                           {
                               signUp.AskedAt, signUp.ConfirmedAt, signUp.Categories, signUp.OrganizationId, Organization = organization.Name, form.Name, form.CategoryId,
                               Email = address.Value,
                           })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var ids = SignUpConfirmation.CategoriesOf(found.CategoryId, found.Categories);
        var names = await context.Segments.Where(s => s.OrganizationId == found.OrganizationId && ids.Contains(s.Id)).OrderBy(s => s.Name).Select(s => s.Name).ToListAsync(cancellationToken);
        var category = names.Count == 0 ? null : string.Join(", ", names);
        // Who unsubscribed after the mail was written has thought better of it: that takes a new mail.
        var isWithdrawn = await context.Suppressions.AnyAsync(s => s.OrganizationId == found.OrganizationId && s.Scope == SuppressionScope.Email && s.Value == found.Email
            && s.Reason == SuppressionReason.Unsubscribed && s.EndedAt == null && s.Claims.Any(c => c.RemovedByAuditId == null
                && context.Audit.Any(a => a.Id == c.AuditId && a.At > found.AskedAt)), cancellationToken);
        var state = found.ConfirmedAt is not null ? SignUpState.Confirmed : isWithdrawn || found.AskedAt + Validity <= now ? SignUpState.Expired : SignUpState.Open;
        return new(new(found.OrganizationId), found.Organization, found.Name, category, state);
    }
}
