using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class Duplicates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Surplus",
                table: "Addresses",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "DuplicateCounts",
                columns: table => new
                {
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Channel = table.Column<int>(type: "INTEGER", nullable: false),
                    Addresses = table.Column<long>(type: "INTEGER", nullable: false),
                    Surplus = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DuplicateCounts", x => new { x.OrganizationId, x.Channel });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Duplicates",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Channel", "Value" },
                filter: "Surplus > 0");

            migrationBuilder.Sql(SqliteSchema.FillDuplicates);
            migrationBuilder.Sql(SqliteSchema.DuplicateTriggers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var trigger in new[] { "SurplusOnInsert", "SurplusOnDelete", "SurplusOnUpdate", "CountDuplicatesOnUpdate" })
                migrationBuilder.Sql($"DROP TRIGGER {trigger};");

            migrationBuilder.DropTable(
                name: "DuplicateCounts");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Duplicates",
                table: "Addresses");

            migrationBuilder.DropColumn(
                name: "Surplus",
                table: "Addresses");
        }
    }
}
