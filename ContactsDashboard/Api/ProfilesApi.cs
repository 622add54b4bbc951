using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Api;

/// <summary>Contacts one by one.</summary>
internal static class ProfilesApi
{
    public static async Task<IResult> FindAsync(HttpContext http, string id, ProfileService profiles, CancellationToken cancellationToken)
    {
        var profile = PublicId.TryParse(PublicId.Contact, id, out var contact)
            ? await profiles.GetAsync(DashboardApi.OrganizationOf(http), contact, cancellationToken)
            : ProfileProblems.NotFound;
        return profile.IsOk ? Envelope.Ok(http, ProfileShown.Of(profile.Value)) : Envelope.Fail(http, profile.Problem!);
    }

    public static async Task<IResult> CreateAsync(HttpContext http, ProfileService profiles, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.ProfileBody, cancellationToken);
        var edit = body.IsOk ? body.Value.Read() : body.Problem!;
        if (!edit.IsOk)
            return Envelope.Fail(http, edit.Problem!);
        var consent = body.Value.Consent?.Read() ?? ProfileProblems.ConsentRequired;
        var created = consent.IsOk
            ? await profiles.CreateAsync(DashboardApi.OrganizationOf(http), edit.Value, consent.Value, cancellationToken)
            : consent.Problem!;
        if (!created.IsOk)
            return Envelope.Fail(http, created.Problem!);
        http.Response.Headers.Location = $"{http.Request.Path}/{PublicId.Format(PublicId.Contact, created.Value.ContactId)}";
        return Envelope.Ok(http, ContactChangedData.Of(created.Value), StatusCodes.Status201Created);
    }

    public static async Task<IResult> ChangeAsync(HttpContext http, string id, ProfileService profiles, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.JsonDocument, cancellationToken);
        using var document = body.IsOk ? body.Value : null;
        var patch = document is not null ? ProfilePatch.Read(document.RootElement) : body.Problem!;
        if (!patch.IsOk)
            return Envelope.Fail(http, patch.Problem!);
        var changed = PublicId.TryParse(PublicId.Contact, id, out var contact)
            ? await profiles.EditAsync(DashboardApi.OrganizationOf(http), contact, patch.Value.Change, patch.Value.ShownAt, cancellationToken)
            : ProfileProblems.NotFound;
        return changed.IsOk ? Envelope.Ok(http, ContactChangedData.Of(changed.Value)) : Envelope.Fail(http, changed.Problem!);
    }

    public static async Task<IResult> DeleteAsync(HttpContext http, string id, ProfileService profiles, CancellationToken cancellationToken)
    {
        var reason = new ApiParameters(http.Request).Text("reason");
        var deleted = PublicId.TryParse(PublicId.Contact, id, out var contact)
            ? await profiles.DeleteAsync(DashboardApi.OrganizationOf(http), contact, reason, cancellationToken)
            : ProfileProblems.NotFound;
        return deleted.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, deleted.Problem!);
    }

    public static async Task<IResult> RestoreAsync(HttpContext http, string id, ProfileService profiles, CancellationToken cancellationToken)
    {
        var restored = PublicId.TryParse(PublicId.Contact, id, out var contact)
            ? await profiles.RestoreAsync(DashboardApi.OrganizationOf(http), contact, cancellationToken)
            : ProfileProblems.NotFound;
        return restored.IsOk
            ? Envelope.Ok(http, new ContactRestoredData(PublicId.Format(PublicId.Contact, contact), PublicId.Format(PublicId.Audit, restored.Value.AuditId)))
            : Envelope.Fail(http, restored.Problem!);
    }
}
