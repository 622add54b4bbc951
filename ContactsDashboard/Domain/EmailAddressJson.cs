using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactsDashboard.Domain;

/// <summary>An address in JSON is its spelling.</summary>
internal sealed class EmailAddressJson : JsonConverter<EmailAddress>
{
    public override EmailAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EmailAddress.TryParse(reader.GetString(), out var address) ? address : throw new JsonException("This is not an e-mail address.");

    public override void Write(Utf8JsonWriter writer, EmailAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.Display);
}
