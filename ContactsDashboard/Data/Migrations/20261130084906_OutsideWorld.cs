using ContactsDashboard.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContactsDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class OutsideWorld : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Activities_OrganizationId_Status_SentAt_Channel_ContactId",
                table: "Activities");

            migrationBuilder.AddColumn<string>(
                name: "Categories",
                table: "SignUps",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsPreferences",
                table: "SignUpForms",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

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

            migrationBuilder.AddColumn<long>(
                name: "JobId",
                table: "Notifications",
                type: "INTEGER",
                nullable: true);

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

            migrationBuilder.AddColumn<string>(
                name: "ExternalId",
                table: "Contacts",
                type: "TEXT",
                nullable: true);

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

            migrationBuilder.CreateTable(
                name: "WebhookDeliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    EndpointId = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    SuppressionId = table.Column<long>(type: "INTEGER", nullable: true),
                    ExceptionId = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    NextAt = table.Column<long>(type: "INTEGER", nullable: false),
                    TriedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Status = table.Column<int>(type: "INTEGER", nullable: true),
                    Answer = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookDeliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebhookEndpoints",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Url = table.Column<string>(type: "TEXT", nullable: false),
                    Description = table.Column<string>(type: "TEXT", nullable: true),
                    Events = table.Column<int>(type: "INTEGER", nullable: false),
                    Secret = table.Column<string>(type: "TEXT", nullable: false),
                    FormerSecret = table.Column<string>(type: "TEXT", nullable: true),
                    FormerUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DisabledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    GaveUp = table.Column<bool>(type: "INTEGER", nullable: false),
                    FailingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    RestsUntil = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookEndpoints", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SegmentMembers_SegmentId_Status",
                table: "SegmentMembers",
                columns: new[] { "SegmentId", "Status" });

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
                name: "IX_Activities_OrganizationId_MessageKey",
                table: "Activities",
                columns: new[] { "OrganizationId", "MessageKey" },
                unique: true,
                filter: "MessageKey IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Activities_OrganizationId_Status_ContactId_SentAt_Channel",
                table: "Activities",
                columns: new[] { "OrganizationId", "Status", "ContactId", "SentAt", "Channel" });

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
                name: "IX_ImportMappings_OrganizationId_HeaderHash",
                table: "ImportMappings",
                columns: new[] { "OrganizationId", "HeaderHash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ListMemberships_ContactId",
                table: "ListMemberships",
                column: "ContactId");

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
                name: "IX_MailReports_OrganizationId_State_Id",
                table: "MailReports",
                columns: new[] { "OrganizationId", "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_MailReports_SuppressionId",
                table: "MailReports",
                column: "SuppressionId",
                filter: "SuppressionId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_UsedSignatures_At",
                table: "UsedSignatures",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EndpointId_Id",
                table: "WebhookDeliveries",
                columns: new[] { "EndpointId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EndpointId_NextAt",
                table: "WebhookDeliveries",
                columns: new[] { "EndpointId", "NextAt" },
                filter: "State = 0");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_SuppressionId",
                table: "WebhookDeliveries",
                column: "SuppressionId",
                filter: "SuppressionId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEndpoints_OrganizationId",
                table: "WebhookEndpoints",
                column: "OrganizationId");

            migrationBuilder.Sql(ReachSchema.Tables + ReachSchema.Fill + SegmentSchema.Fill);
            migrationBuilder.Sql(ReachSchema.Triggers + SegmentSchema.Triggers);
            migrationBuilder.Sql(ListSchema.Fill);
            migrationBuilder.Sql(ListSchema.Triggers);
            migrationBuilder.Sql(WebhookSchema.Triggers);
            migrationBuilder.Sql(EventSql.Begin);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(WebhookSchema.DropTriggers);
            migrationBuilder.Sql(ListSchema.DropTriggers);
            migrationBuilder.Sql(ReachSchema.DropTriggers + SegmentSchema.DropTriggers);

            migrationBuilder.DropTable(
                name: "DeliveryEvents");

            migrationBuilder.DropTable(
                name: "EventDeliveries");

            migrationBuilder.DropTable(
                name: "EventSources");

            migrationBuilder.DropTable(
                name: "ImportMappings");

            migrationBuilder.DropTable(
                name: "ListCounts");

            migrationBuilder.DropTable(
                name: "ListMemberships");

            migrationBuilder.DropTable(
                name: "MailPaths");

            migrationBuilder.DropTable(
                name: "MailReports");

            migrationBuilder.DropTable(
                name: "ReachCounts");

            migrationBuilder.DropTable(
                name: "ReachDays");

            migrationBuilder.DropTable(
                name: "SegmentCounts");

            migrationBuilder.DropTable(
                name: "UsedSignatures");

            migrationBuilder.DropTable(
                name: "WebhookDeliveries");

            migrationBuilder.DropTable(
                name: "WebhookEndpoints");

            migrationBuilder.DropIndex(
                name: "IX_SegmentMembers_SegmentId_Status",
                table: "SegmentMembers");

            migrationBuilder.DropIndex(
                name: "IX_Notifications_JobId",
                table: "Notifications");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_OrganizationId_ExternalId",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Activities_OrganizationId_MessageKey",
                table: "Activities");

            migrationBuilder.DropIndex(
                name: "IX_Activities_OrganizationId_Status_ContactId_SentAt_Channel",
                table: "Activities");

            migrationBuilder.DropIndex(
                name: "IX_Activities_Told",
                table: "Activities");

            migrationBuilder.DropColumn(
                name: "Categories",
                table: "SignUps");

            migrationBuilder.DropColumn(
                name: "IsPreferences",
                table: "SignUpForms");

            migrationBuilder.DropColumn(
                name: "CustomFields",
                table: "Segments");

            migrationBuilder.DropColumn(
                name: "Description",
                table: "Segments");

            migrationBuilder.DropColumn(
                name: "Status",
                table: "SegmentMembers");

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
                name: "JobId",
                table: "Notifications");

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
                name: "ExternalId",
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

            migrationBuilder.DropColumn(
                name: "SoftBounces",
                table: "Addresses");

            migrationBuilder.DropColumn(
                name: "MessageKey",
                table: "Activities");

            migrationBuilder.CreateIndex(
                name: "IX_Activities_OrganizationId_Status_SentAt_Channel_ContactId",
                table: "Activities",
                columns: new[] { "OrganizationId", "Status", "SentAt", "Channel", "ContactId" });
        }
    }
}
