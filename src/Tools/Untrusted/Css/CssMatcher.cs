using AngleSharp.Dom;

namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>
/// Finds the rules that match each element on one walk down the document: what is known of the elements above and before is carried along, so
/// that no selector looks back, and the cost is that of the compounds that could match.
/// </summary>
internal sealed class CssMatcher
{
    /// <summary>Compounds looked at in one document; a newsletter takes some ten thousand.</summary>
    private const int MaxWork = 2_000_000;
    private const int CharactersPerStep = 16;

    private readonly Dictionary<string, List<Node>> _byId;
    private readonly Dictionary<string, List<Node>> _byClass;
    private readonly Dictionary<string, List<Node>> _byType = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Node> _others = [];
    private readonly int _words;
    private readonly StringComparison _names;
    private int _work;

    /// <param name="isQuirky">Whether names of classes and ids have no case.</param>
    public CssMatcher(IReadOnlyList<CssRule> rules, bool isQuirky)
    {
        _names = isQuirky ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        _byId = new Dictionary<string, List<Node>>(StringComparer.FromComparison(_names));
        _byClass = new Dictionary<string, List<Node>>(StringComparer.FromComparison(_names));
        var bits = 0;
        foreach (var rule in rules)
        {
            Node? previous = null;
            foreach (var compound in rule.Selector.Compounds)
            {
                var isLast = ReferenceEquals(compound, rule.Selector.Compounds[^1]);
                previous = new Node(compound, previous, isLast ? -1 : bits++, isLast ? rule : null);
                Add(previous);
            }
        }

        _words = (bits + 63) / 64;
        Root = new CssPlace(_words);
    }

    /// <summary>The place of the document, above its root.</summary>
    public CssPlace Root { get; }

    /// <summary>Adds the rules that match.</summary>
    /// <param name="parent">The place of the element's parent; remembers this element for those after it.</param>
    /// <returns>The element's own place.</returns>
    /// <exception cref="MarkupException">The sheets look at too much.</exception>
    public CssPlace Match(IElement element, int index, int siblings, CssPlace parent, List<CssRule> rules)
    {
        var classes = element.ClassName is { Length: > 0 } names ? names.Split([' ', '\t', '\n', '\r', '\f'], StringSplitOptions.RemoveEmptyEntries) : [];
        var subject = new CssElement(element, classes, index, siblings, _names);
        var own = new CssPlace(_words);
        Try(_others, subject, parent, own, rules);
        if (_byType.Count > 0 && _byType.TryGetValue(element.LocalName, out var ofType))
            Try(ofType, subject, parent, own, rules);
        if (_byId.Count > 0 && element.Id is { } id && _byId.TryGetValue(id, out var ofId))
            Try(ofId, subject, parent, own, rules);
        if (_byClass.Count > 0)
            foreach (var name in classes.Distinct())
                if (_byClass.TryGetValue(name, out var ofClass))
                    Try(ofClass, subject, parent, own, rules);
        own.Inherit(parent);
        parent.Remember(own);
        return own;
    }

    private void Try(List<Node> nodes, in CssElement element, CssPlace parent, CssPlace own, List<CssRule> rules)
    {
        foreach (var node in nodes)
        {
            if ((_work += 1 + Cost(node, element)) > MaxWork)
                throw new MarkupException();
            if (node.Previous is { } previous && !parent.Has(previous.Bit, node.Compound.Combinator))
                continue;
            if (!node.Compound.Matches(element))
                continue;
            if (node.Rule is { } rule)
                rules.Add(rule);
            else
                own.Set(node.Bit);
        }
    }

    /// <summary>Values of attributes can be long.</summary>
    private static int Cost(Node node, in CssElement element)
    {
        var cost = node.Compound.PseudoClasses.Count + element.Classes.Length;
        foreach (var test in node.Compound.Attributes)
            cost += (element.Element.GetAttribute(test.Name)?.Length ?? 0) / CharactersPerStep;
        return cost;
    }

    private void Add(Node node)
    {
        var compound = node.Compound;
        if (compound.Id is { } id)
            Add(_byId, id, node);
        else if (compound.Classes is [var first, ..])
            Add(_byClass, first, node);
        else if (compound.Type is { } type)
            Add(_byType, type, node);
        else
            _others.Add(node);
    }

    private static void Add(Dictionary<string, List<Node>> nodes, string key, Node node)
    {
        if (!nodes.TryGetValue(key, out var list))
            nodes.Add(key, list = []);
        list.Add(node);
    }

    /// <param name="Bit">Of its place; of the last compound none.</param>
    private sealed record Node(CssCompound Compound, Node? Previous, int Bit, CssRule? Rule);
}

/// <summary>Which beginnings of selectors an element, those above it and its children so far have matched.</summary>
internal sealed class CssPlace(int words)
{
    private readonly ulong[] _own = words == 0 ? [] : new ulong[words];
    private readonly ulong[] _ownOrAbove = words == 0 ? [] : new ulong[words];
    private ulong[] _lastChild = [];
    private ulong[] _anyChild = [];

    public void Set(int bit) => _own[bit / 64] |= 1UL << (bit % 64);

    /// <summary>Seen from a child of this place.</summary>
    public bool Has(int bit, CssCombinator combinator)
    {
        var bits = combinator switch
        {
            CssCombinator.Child => _own,
            CssCombinator.NextSibling => _lastChild,
            CssCombinator.LaterSibling => _anyChild,
            _ => _ownOrAbove,
        };
        return bits.Length > 0 && (bits[bit / 64] & (1UL << (bit % 64))) != 0;
    }

    public void Inherit(CssPlace parent)
    {
        for (var i = 0; i < _own.Length; i++)
            _ownOrAbove[i] = _own[i] | parent._ownOrAbove[i];
    }

    public void Remember(CssPlace child)
    {
        if (child._own.Length == 0)
            return;
        _lastChild = child._own;
        if (_anyChild.Length == 0)
            _anyChild = new ulong[child._own.Length];
        for (var i = 0; i < _anyChild.Length; i++)
            _anyChild[i] |= child._own[i];
    }
}
