using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class Segments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "EmailMailed",
                table: "Contacts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "EmailOutcome",
                table: "Contacts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "EmailReadQuarter",
                table: "Contacts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "PhoneOutcome",
                table: "Contacts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PhoneReadQuarter",
                table: "Contacts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "SeenAt",
                table: "Changes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "SeenVersion",
                table: "Changes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "Mailed",
                table: "Addresses",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "ReachCounts",
                columns: table => new
                {
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Channel = table.Column<int>(type: "INTEGER", nullable: false),
                    Standing = table.Column<int>(type: "INTEGER", nullable: false),
                    Sent = table.Column<bool>(type: "INTEGER", nullable: false),
                    SoftBounced = table.Column<bool>(type: "INTEGER", nullable: false),
                    ReadQuarter = table.Column<long>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReachCounts", x => new { x.OrganizationId, x.Channel, x.Standing, x.Sent, x.SoftBounced, x.ReadQuarter });
                });

            migrationBuilder.CreateTable(
                name: "ReachDays",
                columns: table => new
                {
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Channel = table.Column<int>(type: "INTEGER", nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    Active = table.Column<long>(type: "INTEGER", nullable: true),
                    Inactive = table.Column<long>(type: "INTEGER", nullable: true),
                    Lost = table.Column<long>(type: "INTEGER", nullable: true),
                    NeverSent = table.Column<long>(type: "INTEGER", nullable: true),
                    Created = table.Column<long>(type: "INTEGER", nullable: false),
                    Deleted = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReachDays", x => new { x.OrganizationId, x.Channel, x.Day });
                });

            migrationBuilder.CreateTable(
                name: "SegmentCounts",
                columns: table => new
                {
                    SegmentId = table.Column<long>(type: "INTEGER", nullable: false),
                    Contacts = table.Column<long>(type: "INTEGER", nullable: false),
                    Deleted = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SegmentCounts", x => x.SegmentId);
                });

            migrationBuilder.Sql(ReachSchema.Tables + ReachSchema.Fill + SegmentSchema.Fill);
            migrationBuilder.Sql(ReachSchema.Triggers + SegmentSchema.Triggers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(ReachSchema.DropTriggers + SegmentSchema.DropTriggers);

            migrationBuilder.DropTable(
                name: "ReachCounts");

            migrationBuilder.DropTable(
                name: "ReachDays");

            migrationBuilder.DropTable(
                name: "SegmentCounts");

            migrationBuilder.DropColumn(
                name: "EmailMailed",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "EmailOutcome",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "EmailReadQuarter",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "PhoneOutcome",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "PhoneReadQuarter",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "SeenAt",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "SeenVersion",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "Mailed",
                table: "Addresses");
        }
    }
}
