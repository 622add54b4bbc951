using System.Text.RegularExpressions;

namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>What a browser would show: the tree that a circuit's batches build and change.</summary>
internal sealed partial class PageTree
{
    private readonly Dictionary<int, PageNode> _components = [];
    private readonly List<PageNode> _roots = [];

    public void Attach(int component)
    {
        var root = new PageNode(null, null);
        _components[component] = root;
        _roots.Add(root);
    }

    public void Apply(RenderBatch batch)
    {
        for (var i = 0; i < batch.Components; i++)
        {
            var diff = batch.Diff(i);
            Apply(batch, diff, _components[diff.Component]);
        }
        foreach (var gone in batch.DisposedComponents())
            _components.Remove(gone);
    }

    /// <summary>In the order of the page.</summary>
    public IEnumerable<PageNode> All(Func<PageNode, bool> isWanted) => _roots.SelectMany(r => r.Below()).Where(isWanted);

    public PageNode? First(Func<PageNode, bool> isWanted) => All(isWanted).FirstOrDefault();

    private void Apply(RenderBatch batch, RenderDiff diff, PageNode parent)
    {
        var moves = new List<(int From, int To)>();
        for (var i = 0; i < diff.Count; i++)
        {
            var edit = batch.Edit(diff, i);
            switch (edit.Type)
            {
                case RenderEditType.PrependFrame:
                    Insert(batch, parent, edit.Sibling, edit.Frame);
                    break;
                case RenderEditType.RemoveFrame:
                    parent.Children.RemoveAt(edit.Sibling);
                    break;
                case RenderEditType.SetAttribute:
                    SetAttribute(batch, parent.Children[edit.Sibling], batch.Frame(edit.Frame));
                    break;
                case RenderEditType.RemoveAttribute:
                    parent.Children[edit.Sibling].Remove(batch.RemovedAttribute(edit)!);
                    break;
                case RenderEditType.UpdateText or RenderEditType.UpdateMarkup:
                    parent.Children[edit.Sibling].Text = Words(batch, batch.Frame(edit.Frame));
                    break;
                case RenderEditType.StepIn:
                    parent = parent.Children[edit.Sibling];
                    break;
                case RenderEditType.StepOut:
                    parent = parent.Parent!;
                    break;
                case RenderEditType.PermutationListEntry:
                    moves.Add((edit.Sibling, edit.Frame));
                    break;
                case RenderEditType.PermutationListEnd:
                    Permute(parent, moves);
                    break;
            }
        }
    }

    private static void Permute(PageNode parent, List<(int From, int To)> moves)
    {
        var moved = moves.Select(m => (m.To, Child: parent.Children[m.From])).ToList();
        foreach (var (to, child) in moved)
            parent.Children[to] = child;
        moves.Clear();
    }

    // How many children it became: regions are only a way of numbering.
    private int Insert(RenderBatch batch, PageNode parent, int at, int index)
    {
        var frame = batch.Frame(index);
        switch (frame.Type)
        {
            case RenderFrameType.Element:
                InsertElement(batch, Put(parent, at, new(batch.Text(frame, 1), parent)), index, index + batch.Number(frame, 0));
                return 1;
            case RenderFrameType.Text or RenderFrameType.Markup:
                Put(parent, at, new(null, parent)).Text = Words(batch, frame);
                return 1;
            case RenderFrameType.Component:
                _components[batch.Number(frame, 1)] = Put(parent, at, new(null, parent));
                return 1;
            case RenderFrameType.Region:
                return InsertRange(batch, parent, at, index + 1, index + batch.Number(frame, 0));
            default:
                return 0;
        }
    }

    private void InsertElement(RenderBatch batch, PageNode element, int index, int end)
    {
        for (index++; index < end && batch.Frame(index) is { Type: RenderFrameType.Attribute } attribute; index++)
            SetAttribute(batch, element, attribute);
        InsertRange(batch, element, 0, index, end);
    }

    private int InsertRange(RenderBatch batch, PageNode parent, int at, int index, int end)
    {
        var first = at;
        while (index < end)
        {
            var frame = batch.Frame(index);
            at += Insert(batch, parent, at, index);
            index += frame.Type is RenderFrameType.Element or RenderFrameType.Component or RenderFrameType.Region ? batch.Number(frame, 0) : 1;
        }
        return at - first;
    }

    // Of a piece of markup only its words matter here.
    private static string Words(RenderBatch batch, RenderFrame frame)
    {
        var text = batch.Text(frame, 0) ?? "";
        return frame.Type == RenderFrameType.Markup ? Tag().Replace(text, "") : text;
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    private static PageNode Put(PageNode parent, int at, PageNode child)
    {
        parent.Children.Insert(at, child);
        return child;
    }

    private static void SetAttribute(RenderBatch batch, PageNode element, RenderFrame attribute)
    {
        var name = batch.Text(attribute, 0)!;
        if (batch.Handler(attribute) is var handler and not 0)
            element.Handlers[name] = handler;
        else
            element.Attributes[name] = batch.Text(attribute, 1);
    }
}

/// <summary>An element, a text, or the place of a component, which has only children.</summary>
internal sealed class PageNode(string? tag, PageNode? parent)
{
    public string? Tag => tag;

    public PageNode? Parent => parent;

    public List<PageNode> Children { get; } = [];

    public Dictionary<string, string?> Attributes { get; } = [];

    public Dictionary<string, ulong> Handlers { get; } = [];

    public string? Text { get; set; }

    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    public string AllText => string.Concat(Below().Select(n => n.Text)).Trim();

    public void Remove(string attribute)
    {
        Attributes.Remove(attribute);
        Handlers.Remove(attribute);
    }

    /// <summary>This and everything inside it, in the order of the page.</summary>
    public IEnumerable<PageNode> Below()
    {
        var next = new Stack<PageNode>([this]);
        while (next.TryPop(out var node))
        {
            yield return node;
            for (var i = node.Children.Count - 1; i >= 0; i--)
                next.Push(node.Children[i]);
        }
    }
}
