using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.ApiKeys;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Keys;

/// <summary>Makes a key and shows it this once.</summary>
public sealed partial class NewKey(ApiKeyService keys, IJSRuntime script)
{
    private static readonly (string Scope, string About)[] Scopes =
    [
        ("contacts:read", "read contacts"), ("contacts:write", "create, change and delete contacts"), ("segments:read", "read segments"),
        ("segments:write", "change segments"), ("suppressions:read", "list the ledger"), ("suppressions:write", "block, and release what is not guarded"),
        ("suppressions:release", "release bounces, complaints, spam traps"), ("check", "ask the send gate"), ("messages:write", "bring mail in"), ("events:write", "tell what became of messages"), ("audit:read", "read the activity"),
    ];

    // Reading and asking do no harm; the rest is chosen on purpose.
    private readonly HashSet<string> chosen = ["contacts:read", "suppressions:read", "check"];
    private string name = "";
    private int rate = 100;
    private DateOnly? until;
    private Problem? problem;
    private NewApiKey? made;
    private string? madeName;
    private bool busy;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [Parameter, EditorRequired]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Parameter]
    public EventCallback OnCreated { get; set; }

    private string? Of(string field) => problem?.Field == field ? problem.Message : null;

    private void Toggle(string scope, bool on) => _ = on ? chosen.Add(scope) : chosen.Remove(scope);

    private async Task CreateAsync()
    {
        // Without scopes the service would grant all of them; here nothing chosen is a mistake.
        problem = chosen.Count == 0 ? new("VALIDATION_ERROR", "Choose at least one scope.") { Field = "scopes" } : null;
        if (problem is not null)
            return;
        busy = true;
        var created = await keys.CreateAsync(Organization.Id, name, [.. Scopes.Select(s => s.Scope).Where(chosen.Contains)], rate, EndOf(until), CancellationToken.None);
        (busy, problem, made) = (false, created.Problem, created.IsOk ? created.Value : null);
        if (!created.IsOk)
        {
            await script.InvokeVoidAsync("ui.focus", "key-name");
            return;
        }
        (madeName, name, until) = (name.Trim(), "", null);
        await OnCreated.InvokeAsync();
    }

    private DateTimeOffset? EndOf(DateOnly? day) => day is { } last ? Days.EndOf(last, Zone) : null;
}
