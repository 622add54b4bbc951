using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Unsubscribes;

/// <summary>Whom an unsubscribe link is about.</summary>
/// <param name="Category">The subscription category the mail was for, where it was for one.</param>
public sealed record UnsubscribeLink(OrganizationId Organization, EmailAddress Email, long? Category);

/// <summary>
/// The secret part of unsubscribe links: who it is about, sealed, so that nobody makes one or reads an address in it. The keys come of the hash keys, which
/// outlive backups and rotation: a link in a mail works for as long as somebody keeps the mail.
/// </summary>
public sealed class UnsubscribeTokens
{
    private readonly HashKeyRing _ring;

    internal UnsubscribeTokens(HashKeyRing ring) => _ring = ring;

    private const byte Version = 1;
    private const int KeyId = 4, Nonce = 12, Tag = 16, Head = 1 + KeyId + Nonce, Numbers = 16;
    private const string Purpose = "unsubscribe links 1";

    /// <summary>Where below the public address such a link leads.</summary>
    public const string Path = "/u";

    public static string PathOf(string token) => $"{Path}/{token}";

    public string Make(OrganizationId organization, EmailAddress email, long? category)
    {
        _ring.Prepare();
        var (id, text) = (_ring.Keys[^1].Id, Encoding.UTF8.GetBytes(email.Value));
        var (plain, token) = (new byte[Numbers + text.Length], new byte[Head + Numbers + text.Length + Tag]);
        BinaryPrimitives.WriteInt64BigEndian(plain, organization.Value);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(8), category ?? 0);
        text.CopyTo(plain.AsSpan(Numbers));
        token[0] = Version;
        Convert.FromHexString(id).CopyTo(token.AsSpan(1));
        RandomNumberGenerator.Fill(token.AsSpan(1 + KeyId, Nonce));
        using var cipher = new AesGcm(_ring.Derive(id, Purpose)!, Tag);
        cipher.Encrypt(token.AsSpan(1 + KeyId, Nonce), plain, token.AsSpan(Head, plain.Length), token.AsSpan(Head + plain.Length), token.AsSpan(0, 1 + KeyId));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Null for whatever is not one of ours, or was altered.</summary>
    public UnsubscribeLink? Read(string text)
    {
        var token = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, token, out var length) || length <= Head + Numbers + Tag || token[0] != Version)
            return null;
        if (_ring.Derive(Convert.ToHexStringLower(token.AsSpan(1, KeyId)), Purpose) is not { } key)
            return null;
        var plain = new byte[length - Head - Tag];
        try
        {
            using var cipher = new AesGcm(key, Tag);
            cipher.Decrypt(token.AsSpan(1 + KeyId, Nonce), token.AsSpan(Head, plain.Length), token.AsSpan(length - Tag, Tag), plain, token.AsSpan(0, 1 + KeyId));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var (organization, category) = (BinaryPrimitives.ReadInt64BigEndian(plain), BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(8)));
        return EmailAddress.TryParse(Encoding.UTF8.GetString(plain.AsSpan(Numbers)), out var email) ? new(new(organization), email, category == 0 ? null : category) : null;
    }
}
