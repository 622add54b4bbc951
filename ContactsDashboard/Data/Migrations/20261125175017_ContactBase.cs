using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class ContactBase : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "AddressId",
                table: "JobItems",
                newName: "ItemId");

            migrationBuilder.RenameColumn(
                name: "Name",
                table: "Contacts",
                newName: "LastName");

            migrationBuilder.AddColumn<long>(
                name: "ContactLimit",
                table: "Organizations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Currency",
                table: "Organizations",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "LimitContactId",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "LimitCreatedTicks",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "LimitRank",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "City",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ConsentAt",
                table: "Contacts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ConsentBy",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Country",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DeletedBy",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DeletedByAuditId",
                table: "Contacts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DeletedReason",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "EmailStanding",
                table: "Contacts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "FirstName",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TimeZone",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PhoneStanding",
                table: "Contacts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "PostalCode",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Rating",
                table: "Contacts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Region",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Street",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ContactId",
                table: "Audit",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Confirmation",
                table: "Addresses",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Standing",
                table: "Addresses",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "Activities",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    ContactId = table.Column<long>(type: "INTEGER", nullable: false),
                    Channel = table.Column<int>(type: "INTEGER", nullable: false),
                    MessageName = table.Column<string>(type: "TEXT", nullable: false),
                    Language = table.Column<string>(type: "TEXT", nullable: true),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Activities", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "BaseCounts",
                columns: table => new
                {
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Deleted = table.Column<bool>(type: "INTEGER", nullable: false),
                    EmailStanding = table.Column<int>(type: "INTEGER", nullable: false),
                    PhoneStanding = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BaseCounts", x => new { x.OrganizationId, x.Deleted, x.EmailStanding, x.PhoneStanding });
                });

            migrationBuilder.CreateTable(
                name: "ContactTokens",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    ContactId = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ContactTokens", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ContactVersions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    ContactId = table.Column<long>(type: "INTEGER", nullable: false),
                    AuditId = table.Column<long>(type: "INTEGER", nullable: false),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ContactVersions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "FieldDefinitions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Label = table.Column<string>(type: "TEXT", nullable: false),
                    Type = table.Column<int>(type: "INTEGER", nullable: false),
                    Options = table.Column<string>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FieldDefinitions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "FieldValues",
                columns: table => new
                {
                    ContactId = table.Column<long>(type: "INTEGER", nullable: false),
                    FieldId = table.Column<long>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: true),
                    Number = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FieldValues", x => new { x.ContactId, x.FieldId });
                });

            migrationBuilder.CreateTable(
                name: "Orders",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    ContactId = table.Column<long>(type: "INTEGER", nullable: false),
                    ExternalId = table.Column<string>(type: "TEXT", nullable: false),
                    Cents = table.Column<long>(type: "INTEGER", nullable: false),
                    OrderedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Orders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SavedSearches",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    UserId = table.Column<long>(type: "INTEGER", nullable: false),
                    Shared = table.Column<bool>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Query = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SavedSearches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SegmentMembers",
                columns: table => new
                {
                    SegmentId = table.Column<long>(type: "INTEGER", nullable: false),
                    ContactId = table.Column<long>(type: "INTEGER", nullable: false),
                    AuditId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SegmentMembers", x => new { x.SegmentId, x.ContactId });
                });

            migrationBuilder.CreateTable(
                name: "Segments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Query = table.Column<string>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Segments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SignUpForms",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Token = table.Column<string>(type: "TEXT", nullable: false),
                    CategoryId = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignUpForms", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SignUps",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    FormId = table.Column<long>(type: "INTEGER", nullable: false),
                    AddressId = table.Column<long>(type: "INTEGER", nullable: false),
                    SecretHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignUps", x => x.Id);
                });

            migrationBuilder.Sql(SqliteSchema.FillContactBase);

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
                name: "IX_Contacts_Deleted_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_Deleted_DeletedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "DeletedAt" },
                filter: "DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_Deleted_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_Deleted_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedByAuditId",
                table: "Contacts",
                column: "DeletedByAuditId",
                filter: "DeletedByAuditId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedByEmail_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "CreatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedByEmail_DeletedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "DeletedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedByEmail_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "Rating" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedByEmail_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "EmailStanding", "UpdatedAt" },
                filter: "EmailAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedByPhone_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "PhoneStanding", "CreatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedByPhone_DeletedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "PhoneStanding", "DeletedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedByPhone_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "PhoneStanding", "Rating" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_DeletedByPhone_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "PhoneStanding", "UpdatedAt" },
                filter: "PhoneAddressId IS NOT NULL AND DeletedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_Live_CreatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "CreatedAt" },
                filter: "DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_Live_Rating",
                table: "Contacts",
                columns: new[] { "OrganizationId", "Rating" },
                filter: "DeletedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_Live_UpdatedAt",
                table: "Contacts",
                columns: new[] { "OrganizationId", "UpdatedAt" },
                filter: "DeletedAt IS NULL");

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

            migrationBuilder.CreateIndex(
                name: "IX_Audit_ContactId",
                table: "Audit",
                column: "ContactId",
                filter: "ContactId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Addresses_Unconfirmed",
                table: "Addresses",
                columns: new[] { "OrganizationId", "Value" },
                filter: "Confirmation = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Activities_ContactId_SentAt",
                table: "Activities",
                columns: new[] { "ContactId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Activities_OrganizationId_Status_SentAt_Channel_ContactId",
                table: "Activities",
                columns: new[] { "OrganizationId", "Status", "SentAt", "Channel", "ContactId" });

            migrationBuilder.CreateIndex(
                name: "IX_ContactTokens_ContactId_Kind_Value",
                table: "ContactTokens",
                columns: new[] { "ContactId", "Kind", "Value" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ContactTokens_OrganizationId_Kind_ContactId",
                table: "ContactTokens",
                columns: new[] { "OrganizationId", "Kind", "ContactId" });

            migrationBuilder.CreateIndex(
                name: "IX_ContactVersions_AuditId_ContactId",
                table: "ContactVersions",
                columns: new[] { "AuditId", "ContactId" });

            migrationBuilder.CreateIndex(
                name: "IX_ContactVersions_ContactId_Id",
                table: "ContactVersions",
                columns: new[] { "ContactId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FieldDefinitions_OrganizationId_Key",
                table: "FieldDefinitions",
                columns: new[] { "OrganizationId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FieldValues_FieldId_Key",
                table: "FieldValues",
                columns: new[] { "FieldId", "Key" },
                filter: "Key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_FieldValues_FieldId_Number",
                table: "FieldValues",
                columns: new[] { "FieldId", "Number" },
                filter: "Number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_OrganizationId_ContactId_OrderedAt_Cents",
                table: "Orders",
                columns: new[] { "OrganizationId", "ContactId", "OrderedAt", "Cents" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_OrganizationId_ExternalId",
                table: "Orders",
                columns: new[] { "OrganizationId", "ExternalId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SavedSearches_OrganizationId_UserId",
                table: "SavedSearches",
                columns: new[] { "OrganizationId", "UserId" });

            migrationBuilder.CreateIndex(
                name: "IX_SegmentMembers_AuditId",
                table: "SegmentMembers",
                column: "AuditId");

            migrationBuilder.CreateIndex(
                name: "IX_SegmentMembers_ContactId",
                table: "SegmentMembers",
                column: "ContactId");

            migrationBuilder.CreateIndex(
                name: "IX_Segments_OrganizationId_Name",
                table: "Segments",
                columns: new[] { "OrganizationId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SignUpForms_OrganizationId",
                table: "SignUpForms",
                column: "OrganizationId");

            migrationBuilder.CreateIndex(
                name: "IX_SignUpForms_Token",
                table: "SignUpForms",
                column: "Token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SignUps_AddressId_AskedAt",
                table: "SignUps",
                columns: new[] { "AddressId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SignUps_SecretHash",
                table: "SignUps",
                column: "SecretHash",
                unique: true);

            migrationBuilder.Sql(SqliteSchema.ContactBaseTables);
            migrationBuilder.Sql(SqliteSchema.StandingTriggers);
            migrationBuilder.Sql(SqliteSchema.BaseCountTriggers);
            migrationBuilder.Sql(SqliteSchema.PlanLimitTriggers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Activities");

            migrationBuilder.DropTable(
                name: "BaseCounts");

            migrationBuilder.DropTable(
                name: "ContactTokens");

            migrationBuilder.DropTable(
                name: "ContactVersions");

            migrationBuilder.DropTable(
                name: "FieldDefinitions");

            migrationBuilder.DropTable(
                name: "FieldValues");

            migrationBuilder.DropTable(
                name: "Orders");

            migrationBuilder.DropTable(
                name: "SavedSearches");

            migrationBuilder.DropTable(
                name: "SegmentMembers");

            migrationBuilder.DropTable(
                name: "Segments");

            migrationBuilder.DropTable(
                name: "SignUpForms");

            migrationBuilder.DropTable(
                name: "SignUps");

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
                name: "IX_Contacts_Deleted_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_Deleted_DeletedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_Deleted_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_Deleted_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedByAuditId",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedByEmail_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedByEmail_DeletedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedByEmail_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedByEmail_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedByPhone_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedByPhone_DeletedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedByPhone_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_DeletedByPhone_UpdatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_Live_CreatedAt",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_Live_Rating",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_Live_UpdatedAt",
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

            migrationBuilder.DropIndex(
                name: "IX_Audit_ContactId",
                table: "Audit");

            migrationBuilder.DropIndex(
                name: "IX_Addresses_Unconfirmed",
                table: "Addresses");

            migrationBuilder.DropColumn(
                name: "ContactLimit",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "Currency",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "LimitContactId",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "LimitCreatedTicks",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "LimitRank",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "City",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "ConsentAt",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "ConsentBy",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "Country",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "DeletedBy",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "DeletedByAuditId",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "DeletedReason",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "EmailStanding",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "FirstName",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "Language",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "TimeZone",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "NameKey",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "PhoneStanding",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "PostalCode",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "Rating",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "Region",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "Street",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "ContactId",
                table: "Audit");

            migrationBuilder.DropColumn(
                name: "Confirmation",
                table: "Addresses");

            migrationBuilder.DropColumn(
                name: "Standing",
                table: "Addresses");

            migrationBuilder.RenameColumn(
                name: "ItemId",
                table: "JobItems",
                newName: "AddressId");

            migrationBuilder.RenameColumn(
                name: "LastName",
                table: "Contacts",
                newName: "Name");
        }
    }
}
