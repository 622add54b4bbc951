using System.Security.Cryptography;
using System.Text;

namespace ContactsDashboard.Mail;

/// <summary>The 16 bytes that stand for a message when copies and references are matched.</summary>
internal static class MessageKey
{
    public const int Length = 16;

    public static byte[] OfMessageId(string messageId) => SHA256.HashData(Encoding.UTF8.GetBytes(messageId))[..Length];
}
