using ContactsDashboard.Domain;
using ContactsDashboard.Services.Mail;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ContactsDashboard.Api;

/// <summary>The route table of the door for programs.</summary>
internal static class DashboardApi
{
    public static IServiceCollection AddDashboardApi(this IServiceCollection services) => services;

    public static IApplicationBuilder UseDashboardApi(this IApplicationBuilder app) => app;

    public static void MapDashboardApi(this IEndpointRouteBuilder routes) { }
}
