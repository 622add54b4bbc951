using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class DeliveryEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "SoftBounceDays",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "SoftBounceHoldDays",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "SoftBounceMessages",
                table: "Organizations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "SoftBounces",
                table: "Addresses",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "MessageKey",
                table: "Activities",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DeliveryEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Channel = table.Column<int>(type: "INTEGER", nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", nullable: false),
                    MessageKey = table.Column<byte[]>(type: "BLOB", nullable: true),
                    MailKey = table.Column<byte[]>(type: "BLOB", nullable: true),
                    OccurredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Provider = table.Column<int>(type: "INTEGER", nullable: false),
                    SourceId = table.Column<long>(type: "INTEGER", nullable: true),
                    Code = table.Column<string>(type: "TEXT", nullable: true),
                    Text = table.Column<string>(type: "TEXT", nullable: true),
                    SuppressionId = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EventDeliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    SourceId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    Times = table.Column<int>(type: "INTEGER", nullable: false),
                    Stored = table.Column<int>(type: "INTEGER", nullable: false),
                    Duplicates = table.Column<int>(type: "INTEGER", nullable: false),
                    Ignored = table.Column<int>(type: "INTEGER", nullable: false),
                    Invalid = table.Column<int>(type: "INTEGER", nullable: false),
                    Erased = table.Column<int>(type: "INTEGER", nullable: false),
                    Suppressed = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EventDeliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EventSources",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Provider = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    TokenHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    OldTokenHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    OldTokenUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Key = table.Column<string>(type: "TEXT", nullable: true),
                    Topic = table.Column<string>(type: "TEXT", nullable: true),
                    ConfirmUrl = table.Column<string>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RemovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastDeliveryAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastRefusalAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Deliveries = table.Column<long>(type: "INTEGER", nullable: false),
                    Events = table.Column<long>(type: "INTEGER", nullable: false),
                    Refusals = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EventSources", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UsedSignatures",
                columns: table => new
                {
                    SourceId = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    BodyHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsedSignatures", x => new { x.SourceId, x.Hash });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Activities_OrganizationId_MessageKey",
                table: "Activities",
                columns: new[] { "OrganizationId", "MessageKey" },
                unique: true,
                filter: "MessageKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Activities_Told",
                table: "Activities",
                columns: new[] { "OrganizationId", "SentAt" },
                filter: "MessageKey IS NOT NULL AND Channel = 0");

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryEvents_OrganizationId_Key",
                table: "DeliveryEvents",
                columns: new[] { "OrganizationId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryEvents_OrganizationId_Kind_OccurredAt",
                table: "DeliveryEvents",
                columns: new[] { "OrganizationId", "Kind", "OccurredAt" },
                filter: "Kind IN (6, 7, 8)");

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryEvents_OrganizationId_MailKey_Recipient_Kind",
                table: "DeliveryEvents",
                columns: new[] { "OrganizationId", "MailKey", "Recipient", "Kind" },
                filter: "MailKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryEvents_OrganizationId_MessageKey_Kind",
                table: "DeliveryEvents",
                columns: new[] { "OrganizationId", "MessageKey", "Kind" },
                filter: "MessageKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryEvents_OrganizationId_Recipient_Kind_OccurredAt",
                table: "DeliveryEvents",
                columns: new[] { "OrganizationId", "Recipient", "Kind", "OccurredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryEvents_SuppressionId",
                table: "DeliveryEvents",
                column: "SuppressionId",
                filter: "SuppressionId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_EventDeliveries_SourceId_Id",
                table: "EventDeliveries",
                columns: new[] { "SourceId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_EventSources_OldTokenHash",
                table: "EventSources",
                column: "OldTokenHash",
                filter: "OldTokenHash IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_EventSources_OrganizationId",
                table: "EventSources",
                column: "OrganizationId");

            migrationBuilder.CreateIndex(
                name: "IX_EventSources_TokenHash",
                table: "EventSources",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UsedSignatures_At",
                table: "UsedSignatures",
                column: "At");
            migrationBuilder.Sql(EventSql.Begin);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DeliveryEvents");

            migrationBuilder.DropTable(
                name: "EventDeliveries");

            migrationBuilder.DropTable(
                name: "EventSources");

            migrationBuilder.DropTable(
                name: "UsedSignatures");

            migrationBuilder.DropIndex(
                name: "IX_Activities_OrganizationId_MessageKey",
                table: "Activities");

            migrationBuilder.DropIndex(
                name: "IX_Activities_Told",
                table: "Activities");

            migrationBuilder.DropColumn(
                name: "SoftBounceDays",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "SoftBounceHoldDays",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "SoftBounceMessages",
                table: "Organizations");

            migrationBuilder.DropColumn(
                name: "SoftBounces",
                table: "Addresses");

            migrationBuilder.DropColumn(
                name: "MessageKey",
                table: "Activities");
        }
    }
}
