using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class ContactLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CustomFields",
                table: "Segments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Description",
                table: "Segments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Status",
                table: "SegmentMembers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "ListCounts",
                columns: table => new
                {
                    SegmentId = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ListCounts", x => new { x.SegmentId, x.Status });
                });

            migrationBuilder.CreateTable(
                name: "ListMemberships",
                columns: table => new
                {
                    SegmentId = table.Column<long>(type: "INTEGER", nullable: false),
                    ContactId = table.Column<long>(type: "INTEGER", nullable: false),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    SubscribedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: true),
                    ConsentType = table.Column<int>(type: "INTEGER", nullable: true),
                    ConsentSource = table.Column<string>(type: "TEXT", nullable: true),
                    ConsentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ConsentIp = table.Column<string>(type: "TEXT", nullable: true),
                    CustomValues = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ListMemberships", x => new { x.SegmentId, x.ContactId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_SegmentMembers_SegmentId_Status",
                table: "SegmentMembers",
                columns: new[] { "SegmentId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_ListMemberships_ContactId",
                table: "ListMemberships",
                column: "ContactId");

            migrationBuilder.Sql(ListSchema.Fill);
            migrationBuilder.Sql(ListSchema.Triggers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(ListSchema.DropTriggers);

            migrationBuilder.DropTable(
                name: "ListCounts");

            migrationBuilder.DropTable(
                name: "ListMemberships");

            migrationBuilder.DropIndex(
                name: "IX_SegmentMembers_SegmentId_Status",
                table: "SegmentMembers");

            migrationBuilder.DropColumn(
                name: "CustomFields",
                table: "Segments");

            migrationBuilder.DropColumn(
                name: "Description",
                table: "Segments");

            migrationBuilder.DropColumn(
                name: "Status",
                table: "SegmentMembers");
        }
    }
}
