using System.Buffers.Binary;
using System.Text;

namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>
/// One batch of changes as a circuit sends it: sections of little-endian numbers, found from five offsets at the end
/// (ASP.NET Core, src/Components/Server/src/Circuits/RenderBatchWriter.cs).
/// </summary>
internal readonly struct RenderBatch(byte[] bytes)
{
    private const int EditSize = 16;
    private const int FrameSize = 20;
    private const int Int = sizeof(int);

    public int Components => Number(Section(0));

    /// <summary>Where the changes of a component are.</summary>
    public RenderDiff Diff(int index)
    {
        var at = Number(Section(0) + Int + index * Int);
        return new(Number(at), Number(at + Int), at + 2 * Int);
    }

    public RenderEdit Edit(RenderDiff diff, int index)
    {
        var at = diff.Edits + index * EditSize;
        return new((RenderEditType)Number(at), Number(at + Int), Number(at + 2 * Int), at + 3 * Int);
    }

    public RenderFrame Frame(int index)
    {
        var at = Section(1) + Int + index * FrameSize;
        return new((RenderFrameType)Number(at), at + Int);
    }

    /// <summary>The number in a frame, <paramref name="place"/> places after its type.</summary>
    public int Number(RenderFrame frame, int place) => Number(frame.At + place * Int);

    public string? Text(RenderFrame frame, int place) => Text(frame.At + place * Int);

    public string? RemovedAttribute(RenderEdit edit) => Text(edit.RemovedAttribute);

    public ulong Handler(RenderFrame attribute) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(attribute.At + 2 * Int));

    public IEnumerable<int> DisposedComponents()
    {
        var at = Section(2);
        for (var i = 0; i < Number(at); i++)
            yield return Number(at + Int + i * Int);
    }

    private int Section(int index) => Number(bytes.Length - 5 * Int + index * Int);

    private int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    // A string is a place in the table of strings, which holds where its length, seven bits a byte, and its UTF-8 are.
    private string? Text(int at)
    {
        var index = Number(at);
        if (index < 0)
            return null;
        var place = Number(Section(4) + index * Int);
        var (length, shift, next) = (0, 0, (byte)0);
        do
        {
            next = bytes[place++];
            length |= (next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return Encoding.UTF8.GetString(bytes, place, length);
    }
}

/// <summary>The changes of one component.</summary>
internal readonly record struct RenderDiff(int Component, int Count, int Edits);

/// <summary>One change; <see cref="Frame"/> is a frame's number, or where a moved child goes.</summary>
internal readonly record struct RenderEdit(RenderEditType Type, int Sibling, int Frame, int RemovedAttribute);

/// <summary>A piece of a tree to be put in.</summary>
internal readonly record struct RenderFrame(RenderFrameType Type, int At);

internal enum RenderEditType { PrependFrame = 1, RemoveFrame, SetAttribute, RemoveAttribute, UpdateText, StepIn, StepOut, UpdateMarkup, PermutationListEntry, PermutationListEnd }

internal enum RenderFrameType { Element = 1, Text, Attribute, Component, Region, ElementReferenceCapture, ComponentReferenceCapture, Markup, ComponentRenderMode, NamedEvent }
