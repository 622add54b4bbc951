using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class LedgerAtWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Path",
                table: "Jobs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Permissions",
                table: "Jobs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            // What waits when the product is upgraded: Kind 3 is Restate; queued, running, failed.
            migrationBuilder.Sql("UPDATE Jobs SET Command = json_object('domains', json_array(Command ->> 'domain')) WHERE Kind = 3 AND State IN (1, 2, 4)");

            migrationBuilder.CreateTable(
                name: "IdempotentRequests",
                columns: table => new
                {
                    ApiKeyId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Server = table.Column<Guid>(type: "TEXT", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Location = table.Column<string>(type: "TEXT", nullable: true),
                    Body = table.Column<byte[]>(type: "BLOB", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotentRequests", x => new { x.ApiKeyId, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "SuppressionChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SuppressionId = table.Column<long>(type: "INTEGER", nullable: false),
                    AuditId = table.Column<long>(type: "INTEGER", nullable: false),
                    NoteBefore = table.Column<string>(type: "TEXT", nullable: true),
                    NoteAfter = table.Column<string>(type: "TEXT", nullable: true),
                    ExpiredBefore = table.Column<long>(type: "INTEGER", nullable: true),
                    ExpiresAfter = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SuppressionChanges", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Suppressions_List",
                table: "Suppressions",
                columns: new[] { "OrganizationId", "Id", "ExpiresAt", "Reason" },
                filter: "EndedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Suppressions_OrganizationId_CreatedAt_Reason_Source",
                table: "Suppressions",
                columns: new[] { "OrganizationId", "CreatedAt", "Reason", "Source" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_OrganizationId_SentTicks",
                table: "Messages",
                columns: new[] { "OrganizationId", "SentTicks" });

            migrationBuilder.CreateIndex(
                name: "IX_IdempotentRequests_CreatedAt",
                table: "IdempotentRequests",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_SuppressionChanges_AuditId",
                table: "SuppressionChanges",
                column: "AuditId");

            migrationBuilder.CreateIndex(
                name: "IX_SuppressionChanges_SuppressionId",
                table: "SuppressionChanges",
                column: "SuppressionId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "IdempotentRequests");

            migrationBuilder.DropTable(
                name: "SuppressionChanges");

            migrationBuilder.DropIndex(
                name: "IX_Suppressions_List",
                table: "Suppressions");

            migrationBuilder.DropIndex(
                name: "IX_Suppressions_OrganizationId_CreatedAt_Reason_Source",
                table: "Suppressions");

            migrationBuilder.DropIndex(
                name: "IX_Messages_OrganizationId_SentTicks",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "Path",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "Permissions",
                table: "Jobs");
        }
    }
}
