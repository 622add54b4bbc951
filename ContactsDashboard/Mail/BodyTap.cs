using System.Buffers;

namespace ContactsDashboard.Mail;

/// <summary>Looks at a body while it is passed over: hashes it, keeps its beginning, or both.</summary>
internal sealed class BodyTap
{
    /// <summary>Reports begin with what they say; what they give back comes after.</summary>
    private const int Kept = 2 * 1024 * 1024;

    private readonly BodyHash? _hash;
    private readonly ArrayBufferWriter<byte>? _copy;

    private BodyTap(BodyHash? hash, ArrayBufferWriter<byte>? copy) => (_hash, _copy) = (hash, copy);

    /// <summary>Null where nobody wants to look.</summary>
    public static BodyTap? Of(BodyHash? hash, bool keeps) => hash is null && !keeps ? null : new(hash, keeps ? new() : null);

    /// <summary>The beginning of the message, if it was kept.</summary>
    public ReadOnlySpan<byte> Copy => _copy is null ? [] : _copy.WrittenSpan;

    /// <summary>Nothing more is wanted.</summary>
    public bool IsDone => _hash is null && _copy!.WrittenCount >= Kept;

    public void KeepHeader(ReadOnlySpan<byte> header) => _copy?.Write(header[..Math.Min(header.Length, Kept)]);

    public void Append(ReadOnlySpan<byte> body)
    {
        _hash?.AppendBody(body);
        _copy?.Write(body[..Math.Clamp(Kept - _copy.WrittenCount, 0, body.Length)]);
    }
}
