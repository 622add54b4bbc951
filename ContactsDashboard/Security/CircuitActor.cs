using System.Globalization;
using System.Security.Claims;
using ContactsDashboard.Services.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ContactsDashboard.Security;

/// <summary>Tells the services of a circuit who is at work, and of a request likewise.</summary>
internal sealed class CircuitActor(CurrentActor current, AuthenticationStateProvider authentication) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        authentication.AuthenticationStateChanged += Follow;
        current.Actor = ActorOf((await authentication.GetAuthenticationStateAsync()).User);
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        authentication.AuthenticationStateChanged -= Follow;
        return Task.CompletedTask;
    }

    /// <summary>For requests: pages rendered on the server, uploads.</summary>
    public static Task ForRequestAsync(HttpContext http, RequestDelegate next)
    {
        http.RequestServices.GetRequiredService<CurrentActor>().Actor = ActorOf(http.User);
        return next(http);
    }

    private static UserActor? ActorOf(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && long.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id)
            ? new UserActor(id, user.Identity.Name ?? $"user {id}")
            : null;

    private async void Follow(Task<AuthenticationState> state) => current.Actor = ActorOf((await state).User);
}
