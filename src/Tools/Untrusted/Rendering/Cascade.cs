using AngleSharp.Dom;
using TokenVaultAgent.Tools.Untrusted.Css;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>The declarations that win for one element (CSS Cascading and Inheritance Level 5): importance, attribute, specificity, order.</summary>
internal sealed class Cascade
{
    private const int MaxSpecificity = (1 << 30) - 1;

    private const string Unknown = "?";

    private readonly string?[] _values = new string?[CssShorthands.Count];
    private readonly ulong[] _weights = new ulong[CssShorthands.Count];
    private readonly List<CssProperty> _set = [];
    private readonly List<CssDeclaration> _attributes = [];
    private readonly Dictionary<string, CssDeclaration[]> _inline = new(StringComparer.Ordinal);

    /// <summary>Those that something sets.</summary>
    public IReadOnlyList<CssProperty> Set => _set;

    /// <summary>As written; null where nothing sets it.</summary>
    public string? this[CssProperty property] => _values[(int)property];

    public void Read(IElement element, List<CssRule> rules)
    {
        foreach (var property in _set)
            (_values[(int)property], _weights[(int)property]) = (null, 0);
        _set.Clear();
        _attributes.Clear();
        BrowserStyles.AddAttributes(element, _attributes);
        foreach (var declaration in _attributes)
            Take(declaration, 0);
        foreach (var rule in rules)
        {
            var weight = ((ulong)Math.Min(rule.Selector.Specificity, MaxSpecificity) << 20) | (uint)(rule.Order + 1);
            foreach (var declaration in rule.Declarations)
                Take(declaration, weight);
        }

        if (element.GetAttribute("style") is { Length: > 0 } style)
            foreach (var declaration in Inline(style))
                Take(declaration, 1UL << 62);
    }

    /// <summary>Null for a size that depends on the content.</summary>
    /// <param name="isKnown">False where nobody can tell.</param>
    public double? Size(CssProperty property, in CssScale scale, out bool isKnown)
    {
        isKnown = true;
        switch (this[property])
        {
            case null or "auto" or "none" or "initial" or "unset" or "inherit" or "fit-content" or "min-content" or "max-content" or "stretch" or "-webkit-fill-available" or "-moz-available" or "-moz-fit-content":
                return null;
            case { } value:
                var pixels = CssLength.Pixels(value, scale);
                isKnown = !double.IsNaN(pixels);
                return isKnown ? pixels : null;
        }
    }

    private void Take(in CssDeclaration declaration, ulong weight)
    {
        var index = (int)declaration.Property;
        weight |= declaration.IsImportant ? 1UL << 63 : 0;
        if (_values[index] is not { } before)
        {
            _set.Add(declaration.Property);
        }
        else if (before != declaration.Value && IsLength(declaration.Property) && (CssLength.IsWithoutUnit(before) || CssLength.IsWithoutUnit(declaration.Value)))
        {
            // Which of them counts, depends on the program.
            _values[index] = Unknown;
            return;
        }
        else if (weight < _weights[index] || before == Unknown)
        {
            return;
        }

        (_values[index], _weights[index]) = (declaration.Value, weight);
    }

    private static bool IsLength(CssProperty property) => property is CssProperty.FontSize or (>= CssProperty.LetterSpacing and <= CssProperty.TextIndent) or (>= CssProperty.Top and <= CssProperty.MinHeight);

    /// <summary>Builders write the same style on many elements.</summary>
    private CssDeclaration[] Inline(string style)
    {
        if (!_inline.TryGetValue(style, out var declarations))
            _inline.Add(style, declarations = Declarations(style));
        return declarations;
    }

    /// <summary>A value whose brackets are nested too deeply is not read, and counts as hiding.</summary>
    private static CssDeclaration[] Declarations(string style)
    {
        try
        {
            return CssDeclaration.ReadAll(style);
        }
        catch (MarkupException)
        {
            return [new CssDeclaration(CssProperty.All, Unknown, IsImportant: true)];
        }
    }
}
