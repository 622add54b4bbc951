using ContactsDashboard.Api;
using ContactsDashboard.Cli;
using ContactsDashboard.Components;
using ContactsDashboard.Components.Files;
using ContactsDashboard.Components.Public;
using ContactsDashboard.Configuration;
using ContactsDashboard.Security;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

if (Terminal.IsCommand(args))
    return await Terminal.RunAsync(args);

Startup.ReadyThreads();
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
    builder.WebHost.UseUrls(Startup.DefaultUrl);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddDashboardCore(builder.Configuration).AddDashboardServer().AddDashboardApi();

var app = builder.Build();
try
{
    await app.PrepareAsync();
}
catch (Exception e) when (e is StartupException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

app.Use(SecurityHeaders.ApplyAsync);
app.UseResponseCompression();
if (!app.Environment.IsDevelopment())
    app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found");
app.Use(ApiErrors.HandleAsync);
app.Use(Startup.ReadRefusalAsync);
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.Use(CircuitActor.ForRequestAsync);

app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapStaticAssets();
app.MapDashboardApi();
app.MapDashboardUploads();
app.MapDashboardDownloads();
app.MapPublicSignUps();
app.MapPublicUnsubscribes();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
await app.RunAsync();
return 0;

/// <summary>The entry point, named for the tests that start the product in their own process.</summary>
public partial class Program;
