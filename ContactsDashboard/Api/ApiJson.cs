using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactsDashboard.Api;

/// <summary>How the API writes and reads JSON, without reflection at run time for what is asked for most.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(Envelope<ContactsData>))]
[JsonSerializable(typeof(Envelope<SuppressionShown>))]
[JsonSerializable(typeof(Envelope<SuppressionsData>))]
[JsonSerializable(typeof(Envelope<BulkData>))]
[JsonSerializable(typeof(Envelope<CheckData>))]
[JsonSerializable(typeof(Envelope<BlockedData>))]
[JsonSerializable(typeof(Envelope<BlockedDomainData>))]
[JsonSerializable(typeof(Envelope<UnblockedData>))]
[JsonSerializable(typeof(Envelope<MessagesData>))]
[JsonSerializable(typeof(Envelope<AuditData>))]
[JsonSerializable(typeof(Envelope<UndoneData>))]
[JsonSerializable(typeof(Envelope<ProfileShown>))]
[JsonSerializable(typeof(Envelope<ContactChangedData>))]
[JsonSerializable(typeof(Envelope<ContactRestoredData>))]
[JsonSerializable(typeof(Envelope<FieldShown>))]
[JsonSerializable(typeof(Envelope<FieldsData>))]
[JsonSerializable(typeof(Envelope<CategoryShown>))]
[JsonSerializable(typeof(Envelope<CategoriesData>))]
[JsonSerializable(typeof(Envelope<ImportShown>))]
[JsonSerializable(typeof(Envelope<ImportsData>))]
[JsonSerializable(typeof(Envelope<ExportShown>))]
[JsonSerializable(typeof(Envelope<ExportsData>))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(ExportBody))]
[JsonSerializable(typeof(ConsentBody))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(ProfilePatch))]
[JsonSerializable(typeof(FieldBody))]
[JsonSerializable(typeof(CategoryBody))]
[JsonSerializable(typeof(Envelope<OrdersAdded>))]
[JsonSerializable(typeof(Envelope<OrdersData>))]
[JsonSerializable(typeof(Envelope<TokenShown>))]
[JsonSerializable(typeof(Envelope<ActivityData>))]
[JsonSerializable(typeof(Envelope<RequestsData>))]
[JsonSerializable(typeof(Envelope<RequestDetailShown>))]
[JsonSerializable(typeof(Envelope<RequestFiled>))]
[JsonSerializable(typeof(Envelope<ListShown>))]
[JsonSerializable(typeof(Envelope<ListsData>))]
[JsonSerializable(typeof(Envelope<ListStatsData>))]
[JsonSerializable(typeof(Envelope<ListContactShown>))]
[JsonSerializable(typeof(Envelope<ListContactsData>))]
[JsonSerializable(typeof(ListBody))]
[JsonSerializable(typeof(ListContactBody))]
[JsonSerializable(typeof(SuppressBody))]
[JsonSerializable(typeof(Envelope<UnsubscribeLinksData>))]
[JsonSerializable(typeof(UnsubscribeLinksBody))]
[JsonSerializable(typeof(RequestBody))]
[JsonSerializable(typeof(Envelope<SegmentsData>))]
[JsonSerializable(typeof(Envelope<SegmentShown>))]
[JsonSerializable(typeof(Envelope<SegmentContactsData>))]
[JsonSerializable(typeof(Envelope<SegmentContactsAdded>))]
[JsonSerializable(typeof(SegmentBody))]
[JsonSerializable(typeof(SegmentPatch))]
[JsonSerializable(typeof(SegmentContactsBody))]
[JsonSerializable(typeof(OrderBody))]
[JsonSerializable(typeof(Envelope<EventsAdded>))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(Envelope<Services.Events.Webhooks.WebhookAnswer>))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(SuppressionBody))]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(SuppressionPatch))]
[JsonSerializable(typeof(BulkBody))]
[JsonSerializable(typeof(CheckBody))]
[JsonSerializable(typeof(BlockBody))]
[JsonSerializable(typeof(BlockDomainBody))]
[JsonSerializable(typeof(UnblockBody))]
[JsonSerializable(typeof(MessageBody))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The context to use: the generated <c>Default</c> does not know how enumerations and instants are written.</summary>
    public static readonly ApiJson Api = new(Configure(new(JsonSerializerDefaults.Web)));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new UtcInstant());
        return options;
    }

    /// <summary>The name of an enumeration's value as the API spells it.</summary>
    public static string NameOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>Instants as <c>2026-11-21T19:12:00Z</c>, with fractions of a second only where there are some.</summary>
internal sealed class UtcInstant : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture));
}
