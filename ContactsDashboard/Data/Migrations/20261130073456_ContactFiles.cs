using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class ContactFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "JobId",
                table: "Notifications",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExternalId",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ImportMappings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    HeaderHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Options = table.Column<string>(type: "TEXT", nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImportMappings", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Notifications_JobId",
                table: "Notifications",
                column: "JobId",
                filter: "JobId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_OrganizationId_ExternalId",
                table: "Contacts",
                columns: new[] { "OrganizationId", "ExternalId" },
                unique: true,
                filter: "ExternalId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ImportMappings_OrganizationId_HeaderHash",
                table: "ImportMappings",
                columns: new[] { "OrganizationId", "HeaderHash" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImportMappings");

            migrationBuilder.DropIndex(
                name: "IX_Notifications_JobId",
                table: "Notifications");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_OrganizationId_ExternalId",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "JobId",
                table: "Notifications");

            migrationBuilder.DropColumn(
                name: "ExternalId",
                table: "Contacts");
        }
    }
}
