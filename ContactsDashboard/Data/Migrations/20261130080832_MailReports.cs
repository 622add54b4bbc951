using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class MailReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "MailPaths",
                columns: table => new
                {
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailPaths", x => new { x.OrganizationId, x.Key, x.MessageId });
                });

            migrationBuilder.CreateTable(
                name: "MailReports",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Named = table.Column<string>(type: "TEXT", nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", nullable: false),
                    FinalRecipient = table.Column<string>(type: "TEXT", nullable: true),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Class = table.Column<int>(type: "INTEGER", nullable: false),
                    IsDelayed = table.Column<bool>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: true),
                    Text = table.Column<string>(type: "TEXT", nullable: true),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    MailKey = table.Column<byte[]>(type: "BLOB", nullable: true),
                    MailId = table.Column<string>(type: "TEXT", nullable: true),
                    SentTicks = table.Column<long>(type: "INTEGER", nullable: false),
                    PathKey = table.Column<byte[]>(type: "BLOB", nullable: true),
                    EventKey = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ReportedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: true),
                    SuppressionId = table.Column<long>(type: "INTEGER", nullable: true),
                    DecidedByAuditId = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailReports", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_MailReports_DecidedByAuditId",
                table: "MailReports",
                column: "DecidedByAuditId",
                filter: "DecidedByAuditId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MailReports_OrganizationId_Key_Named",
                table: "MailReports",
                columns: new[] { "OrganizationId", "Key", "Named" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MailReports_OrganizationId_MailKey",
                table: "MailReports",
                columns: new[] { "OrganizationId", "MailKey" },
                filter: "State = 0 AND MailKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MailReports_OrganizationId_PathKey",
                table: "MailReports",
                columns: new[] { "OrganizationId", "PathKey" },
                filter: "State = 0 AND PathKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MailReports_OrganizationId_Recipient",
                table: "MailReports",
                columns: new[] { "OrganizationId", "Recipient" });

            migrationBuilder.CreateIndex(
                name: "IX_MailReports_OrganizationId_SentTicks",
                table: "MailReports",
                columns: new[] { "OrganizationId", "SentTicks" },
                filter: "State = 0 AND MailKey IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MailReports_OrganizationId_State_Id",
                table: "MailReports",
                columns: new[] { "OrganizationId", "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_MailReports_SuppressionId",
                table: "MailReports",
                column: "SuppressionId",
                filter: "SuppressionId IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MailPaths");

            migrationBuilder.DropTable(
                name: "MailReports");
        }
    }
}
