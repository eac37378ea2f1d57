using AngleSharp.Dom;

namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>One selector, from the outermost compound to the one of the element itself (Selectors Level 4).</summary>
/// <param name="Specificity">Larger wins.</param>
/// <param name="IsDoubtful">What is not known of it was left out: it may match less than this.</param>
internal sealed record CssSelector(IReadOnlyList<CssCompound> Compounds, int Specificity, bool IsDoubtful);

internal enum CssCombinator
{
    Descendant,
    Child,
    NextSibling,
    LaterSibling,
}

/// <summary>What one element must be: a type, an id, classes, and further tests.</summary>
/// <param name="Combinator">How it stands to the compound before it.</param>
internal sealed record CssCompound(
    CssCombinator Combinator, string? Type, string? Id, IReadOnlyList<string> Classes, IReadOnlyList<CssAttributeTest> Attributes, IReadOnlyList<CssPseudoClass> PseudoClasses)
{
    public bool Matches(in CssElement element)
    {
        if (Type is not null && !Type.Equals(element.Element.LocalName, StringComparison.OrdinalIgnoreCase))
            return false;
        if (Id is not null && !string.Equals(Id, element.Element.Id, element.Names))
            return false;
        foreach (var name in Classes)
            if (!element.HasClass(name))
                return false;
        foreach (var test in Attributes)
            if (!test.Matches(element.Element))
                return false;
        foreach (var test in PseudoClasses)
            if (!test.Matches(element))
                return false;
        return true;
    }
}

/// <summary>An element and its place among its parent's.</summary>
/// <param name="Names">How ids and classes are compared: in quirks mode whatever their case.</param>
internal readonly record struct CssElement(IElement Element, string[] Classes, int Index, int Siblings, StringComparison Names)
{
    public bool HasClass(string name)
    {
        foreach (var one in Classes)
            if (one.Equals(name, Names))
                return true;
        return false;
    }
}

/// <param name="Operator">Null where the attribute need only be there.</param>
internal sealed record CssAttributeTest(string Name, char? Operator, string Value, bool IgnoresCase)
{
    /// <summary>Attributes of HTML whose values have no case.</summary>
    private static readonly HashSet<string> WithoutCase = new(StringComparer.OrdinalIgnoreCase)
    {
        "align", "bgcolor", "charset", "color", "dir", "face", "lang", "link", "rel", "text", "type", "valign", "vlink", "alink", "media", "method", "shape", "target",
    };

    public bool Matches(IElement element)
    {
        if (element.GetAttribute(Name) is not { } value)
            return false;
        var comparison = IgnoresCase || WithoutCase.Contains(Name) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Operator switch
        {
            null => true,
            '=' => value.Equals(Value, comparison),
            '~' => Value.Length > 0 && value.Split([' ', '\t', '\n', '\r', '\f']).Any(word => word.Equals(Value, comparison)),
            '|' => value.StartsWith(Value, comparison) && (value.Length == Value.Length || value[Value.Length] == '-'),
            '^' => Value.Length > 0 && value.StartsWith(Value, comparison),
            '$' => Value.Length > 0 && value.EndsWith(Value, comparison),
            _ => Value.Length > 0 && value.Contains(Value, comparison),
        };
    }
}

/// <param name="Step">Of <c>nth-child</c>: An+B.</param>
/// <param name="Inner">Of <c>not</c> and <c>is</c>.</param>
internal sealed record CssPseudoClass(CssPseudoKind Kind, int Step = 0, int Offset = 0, IReadOnlyList<CssCompound>? Inner = null)
{
    public bool Matches(in CssElement element) => Kind switch
    {
        CssPseudoKind.Never => false,
        CssPseudoKind.Root => element.Element.ParentElement is null,
        CssPseudoKind.Link => element.Element.LocalName is "a" or "area" && element.Element.HasAttribute("href"),
        CssPseudoKind.Empty => !element.Element.ChildNodes.Any(node => node is IElement or IText { Length: > 0 }),
        CssPseudoKind.NthChild => IsNth(element.Index + 1),
        CssPseudoKind.NthLastChild => IsNth(element.Siblings - element.Index),
        CssPseudoKind.OnlyChild => element.Siblings == 1,
        CssPseudoKind.Not => !AnyInner(element),
        _ => AnyInner(element),
    };

    private bool AnyInner(in CssElement element)
    {
        foreach (var compound in Inner!)
            if (compound.Matches(element))
                return true;
        return false;
    }

    private bool IsNth(int place) => Step == 0 ? place == Offset : (place - Offset) / Step >= 0 && (place - Offset) % Step == 0;
}

internal enum CssPseudoKind
{
    /// <summary>Only while the reader does something.</summary>
    Never,
    Root,
    Link,
    Empty,
    NthChild,
    NthLastChild,
    OnlyChild,
    Not,
    Is,
}
