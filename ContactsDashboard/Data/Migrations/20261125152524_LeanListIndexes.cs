using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class LeanListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Addresses_OrganizationId_Blocked_Domain_Id_Listed",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_OrganizationId_Blocked_LastActiveTicks_Id_Listed",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_OrganizationId_Blocked_ThreadCount_Id_Listed",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_OrganizationId_Blocked_Value_Id_Listed",
                table: "Addresses");

            migrationBuilder.CreateIndex(
                name: "IX_SuppressionExceptions_RemovedByAuditId",
                table: "SuppressionExceptions",
                column: "RemovedByAuditId",
                filter: "RemovedByAuditId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Active_Domain",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Domain" },
                filter: "Listed = 1 AND Blocked = 0");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Active_ThreadCount",
                table: "Addresses",
                columns: new[] { "OrganizationId", "ThreadCount" },
                filter: "Listed = 1 AND Blocked = 0");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Blocked_Domain",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Domain" },
                filter: "Listed = 1 AND Blocked = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Blocked_LastActiveTicks",
                table: "Addresses",
                columns: new[] { "OrganizationId", "LastActiveTicks" },
                filter: "Listed = 1 AND Blocked = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Blocked_ThreadCount",
                table: "Addresses",
                columns: new[] { "OrganizationId", "ThreadCount" },
                filter: "Listed = 1 AND Blocked = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Blocked_Value",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Value" },
                filter: "Listed = 1 AND Blocked = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Everybody_LastActiveTicks",
                table: "Addresses",
                columns: new[] { "OrganizationId", "LastActiveTicks" },
                filter: "Listed = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Everybody_Value",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Value" },
                filter: "Listed = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SuppressionExceptions_RemovedByAuditId",
                table: "SuppressionExceptions");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Active_Domain",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Active_ThreadCount",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Blocked_Domain",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Blocked_LastActiveTicks",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Blocked_ThreadCount",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Blocked_Value",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Everybody_LastActiveTicks",
                table: "Addresses");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Everybody_Value",
                table: "Addresses");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_OrganizationId_Blocked_Domain_Id_Listed",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Blocked", "Domain", "Id", "Listed" },
                filter: "Listed = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_OrganizationId_Blocked_LastActiveTicks_Id_Listed",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Blocked", "LastActiveTicks", "Id", "Listed" },
                filter: "Listed = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_OrganizationId_Blocked_ThreadCount_Id_Listed",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Blocked", "ThreadCount", "Id", "Listed" },
                filter: "Listed = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_OrganizationId_Blocked_Value_Id_Listed",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Blocked", "Value", "Id", "Listed" },
                filter: "Listed = 1");
        }
    }
}
