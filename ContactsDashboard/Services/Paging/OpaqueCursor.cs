using System.Buffers.Text;
using System.Text.Json;

namespace ContactsDashboard.Services.Paging;

/// <summary>How a place in a list is handed to callers who are not to look into it.</summary>
internal static class OpaqueCursor
{
    public static string Write<T>(T cursor) where T : class => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(cursor));

    /// <summary>Null for whatever a client made up.</summary>
    public static T? Read<T>(string text) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(text));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
