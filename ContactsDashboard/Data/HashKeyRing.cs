using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Data;

/// <summary>
/// The keys under which addresses are hashed: one file each, in a folder that no backup of the data holds. The newest makes new hashes, all of them match.
/// </summary>
internal sealed class HashKeyRing(string folder, TimeProvider time)
{
    private const int KeyBytes = 32;

    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OwnersFolder = OwnersOnly | UnixFileMode.UserExecute;

    private readonly Lock _reading = new();

    private readonly ConcurrentDictionary<string, HashKey> _keys = [];

    public string Folder => folder;

    /// <summary>Ids of the keys that are there, oldest first.</summary>
    public IReadOnlyList<(string Id, DateTimeOffset CreatedAt)> Keys => [.. Read().Values.OrderBy(k => k.CreatedAt).ThenBy(k => k.Id).Select(k => (k.Id, k.CreatedAt))];

    /// <summary>Makes the first key where there is none.</summary>
    public void Prepare()
    {
        if (Read().IsEmpty)
            Rotate();
    }

    /// <summary>Adds a key that all hashes are made with from now on; its id.</summary>
    public string Rotate()
    {
        var secret = RandomNumberGenerator.GetBytes(KeyBytes);
        // Later than every key before it, also where the clock is not: the newest is the one in use.
        var (now, newest) = (time.GetUtcNow(), Keys is [.., var last] ? last.CreatedAt : default);
        var key = new HashKey(IdOf(secret), now > newest ? now : newest.AddTicks(1), Convert.ToBase64String(secret));
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnersFolder);
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = OwnersOnly;
        // Renamed when it is whole: another process never reads half a key.
        var unfinished = PathOf(key.Id) + ".part";
        using (var file = new FileStream(unfinished, how))
        {
            JsonSerializer.Serialize(file, key, JsonSerializerOptions.Web);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, PathOf(key.Id));
        Read();
        return key.Id;
    }

    public string PathOf(string id) => Path.Combine(folder, id + ".key");

    /// <summary>Whether a key is there, now.</summary>
    public bool Has(string id) => _keys.ContainsKey(id) || Read().ContainsKey(id);

    /// <summary>The hash of a normalised value, or of a digest, under the newest key.</summary>
    public string Hash(string value)
    {
        Prepare();
        return Hash(value, Keys[^1].Id);
    }

    /// <summary>The hash under the key of this id. Another process may have made the key just now; one that is nowhere is an error, never "no match".</summary>
    public string Hash(string value, string id)
    {
        if (!Has(id))
            throw new InvalidOperationException($"The hash key {PathOf(id)} is missing.");
        return $"{HashedAddress.Prefix}{id}:{Convert.ToBase64String(HMACSHA256.HashData(_keys[id].Secret, HashedAddress.DigestOf(value))).TrimEnd('=')}";
    }

    /// <summary>The hashes of many normalised values (a JSON array) under one key, in their order (a JSON array): ten thousand recipients wait for this.</summary>
    public string HashAll(string values, string id)
    {
        if (!Has(id))
            throw new InvalidOperationException($"The hash key {PathOf(id)} is missing.");
        var (json, text, prefix) = (Encoding.UTF8.GetBytes(values), new StringBuilder(values.Length * 2), $"\"{HashedAddress.Prefix}{id}:");
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _keys[id].Secret);
        var (buffer, hash) = (new byte[json.Length], new byte[SHA256.HashSizeInBytes]);
        Span<char> encoded = stackalloc char[44];
        text.Append('[');
        for (var reader = new Utf8JsonReader(json); reader.Read();)
        {
            if (reader.TokenType != JsonTokenType.String)
                continue;
            SHA256.HashData(buffer.AsSpan(0, reader.CopyString(buffer)), hash);
            hmac.AppendData(hash);
            hmac.GetHashAndReset(hash);
            Convert.TryToBase64Chars(hash, encoded, out var length);
            text.Append(text.Length > 1 ? "," : "").Append(prefix).Append(encoded[..length].TrimEnd('=')).Append('"');
        }
        return text.Append(']').ToString();
    }

    /// <summary>A key for another purpose, made of the one of this id: it lives as long, and says nothing about it. Null where there is none of the id.</summary>
    public byte[]? Derive(string id, string purpose) => Has(id) ? HKDF.DeriveKey(HashAlgorithmName.SHA256, _keys[id].Secret, KeyBytes, info: Encoding.UTF8.GetBytes(purpose)) : null;

    private ConcurrentDictionary<string, HashKey> Read()
    {
        lock (_reading)
        {
            foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.key") : [])
            {
                var id = Path.GetFileNameWithoutExtension(path);
                if (_keys.ContainsKey(id))
                    continue;
                var key = JsonSerializer.Deserialize<HashKey>(File.ReadAllText(path), JsonSerializerOptions.Web);
                if (key is null || IdOf(key.Secret) != id)
                    throw new InvalidDataException($"{path} is not the hash key its name says. Bring back the file as it was.");
                _keys[id] = key;
            }
            return _keys;
        }
    }

    // The id proves the key: a damaged file or one under another's name is found out.
    private static string IdOf(byte[] secret) => Convert.ToHexStringLower(SHA256.HashData(secret).AsSpan(0, 4));

    private sealed record HashKey(string Id, DateTimeOffset CreatedAt, string Key)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public byte[] Secret { get; } = Convert.FromBase64String(Key);
    }
}
