using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class SmallIndexesOfTheBlocked : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Contacts_ByEmail_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_ByEmail_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_ByEmail_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_ByPhone_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_ByPhone_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_ByPhone_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_WithEmail_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_WithEmail_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_WithEmail_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_WithPhone_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_WithPhone_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_WithPhone_UpdatedAt",
                table: "Contacts");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_EmailBlacklisted_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL AND EmailStanding = 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_EmailBlacklisted_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL AND EmailStanding = 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_EmailBlacklisted_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL AND EmailStanding = 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_EmailHeld_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL AND EmailStanding <> 1 AND EmailStanding <> 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_EmailHeld_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL AND EmailStanding <> 1 AND EmailStanding <> 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_EmailHeld_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL AND EmailStanding <> 1 AND EmailStanding <> 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_HeldByEmail_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "CreatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL AND EmailStanding <> 1 AND EmailStanding <> 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_HeldByEmail_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "Rating" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL AND EmailStanding <> 1 AND EmailStanding <> 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_HeldByEmail_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "UpdatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL AND EmailStanding <> 1 AND EmailStanding <> 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_LiveWithEmail_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_LiveWithEmail_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_LiveWithEmail_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_LiveWithPhone_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_LiveWithPhone_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_LiveWithPhone_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_PhoneBlacklisted_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NULL AND PhoneStanding = 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_PhoneBlacklisted_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NULL AND PhoneStanding = 5");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_PhoneBlacklisted_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NULL AND PhoneStanding = 5");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Contacts_EmailBlacklisted_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_EmailBlacklisted_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_EmailBlacklisted_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_EmailHeld_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_EmailHeld_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_EmailHeld_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_HeldByEmail_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_HeldByEmail_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_HeldByEmail_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_LiveWithEmail_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_LiveWithEmail_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_LiveWithEmail_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_LiveWithPhone_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_LiveWithPhone_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_LiveWithPhone_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_PhoneBlacklisted_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_PhoneBlacklisted_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_PhoneBlacklisted_UpdatedAt",
                table: "Contacts");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_ByEmail_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "CreatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_ByEmail_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "Rating" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_ByEmail_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "UpdatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_ByPhone_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "PhoneStanding", "CreatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_ByPhone_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "PhoneStanding", "Rating" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_ByPhone_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "PhoneStanding", "UpdatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_WithEmail_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "EmailAddressId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_WithEmail_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "EmailAddressId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_WithEmail_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "EmailAddressId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_WithPhone_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "PhoneAddressId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_WithPhone_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "PhoneAddressId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_WithPhone_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "PhoneAddressId IS NOT NULL");
        }
    }
}
