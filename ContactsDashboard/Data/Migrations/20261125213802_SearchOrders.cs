using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class SearchOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqliteSchema.SearchOrderTriggers);

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedWithEmail_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedWithEmail_DeletedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "DeletedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedWithEmail_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedWithEmail_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedWithPhone_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedWithPhone_DeletedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "DeletedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedWithPhone_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedWithPhone_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedWithEmail_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedWithEmail_DeletedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedWithEmail_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedWithEmail_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedWithPhone_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedWithPhone_DeletedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedWithPhone_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedWithPhone_UpdatedAt",
                table: "Contacts");
        }
    }
}
