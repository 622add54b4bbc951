using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Mail;

/// <summary>The 16 bytes that stand for a message when copies and references are matched.</summary>
internal static class MessageKey
{
    public const int Length = 16;

    public static byte[] OfMessageId(string messageId) => SHA256.HashData(Encoding.UTF8.GetBytes(messageId))[..Length];

    /// <summary>A return path that names the recipient (VERP) stands for the message it was made for.</summary>
    public static byte[] OfPath(EmailAddress path) => SHA256.HashData(Encoding.UTF8.GetBytes("path " + path.Value))[..Length];
}
