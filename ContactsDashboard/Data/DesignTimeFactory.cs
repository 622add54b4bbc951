using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ContactsDashboard.Data;

/// <summary>Lets <c>dotnet ef</c> write migrations without starting the product.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<DashboardDbContext>
{
    public DashboardDbContext CreateDbContext(string[] args) => new(Store.Options("design-time.db"));
}
