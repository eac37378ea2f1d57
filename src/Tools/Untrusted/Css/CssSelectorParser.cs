using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>Reads selectors. What it does not know, it leaves out of the selector and says so; what no browser can read is no selector.</summary>
internal ref partial struct CssSelectorParser
{
    private const int MaxDepth = 4;
    private const int IdWeight = 1 << 20;
    private const int ClassWeight = 1 << 10;

    private readonly ReadOnlySpan<char> _text;
    private readonly int _depth;
    private int _at;
    private int _specificity;
    private bool _isDoubtful;
    private bool _isOfPseudoElement;

    private CssSelectorParser(ReadOnlySpan<char> text, int depth)
    {
        _text = text;
        _depth = depth;
    }

    /// <summary>The selectors of a list, but for those of pseudo-elements, which match no element.</summary>
    /// <returns>Null where one of them is none: then the whole rule is none.</returns>
    public static List<CssSelector>? ParseList(ReadOnlySpan<char> list, int depth = 0)
    {
        var selectors = new List<CssSelector>();
        for (var i = 0; i <= list.Length;)
        {
            var end = CssScan.Find(list, i, ",");
            var parser = new CssSelectorParser(list[i..end].Trim(), depth);
            if (parser.Parse() is not { } compounds)
                return null;
            if (!parser._isOfPseudoElement)
                selectors.Add(new CssSelector(compounds, parser._specificity, parser._isDoubtful));
            i = end + 1;
        }

        return selectors;
    }

    private List<CssCompound>? Parse()
    {
        var compounds = new List<CssCompound>();
        var combinator = CssCombinator.Descendant;
        while (true)
        {
            SkipBlanks();
            if (Compound(combinator) is not { } compound)
                return null;
            compounds.Add(compound);
            var hadBlanks = SkipBlanks();
            if (_at == _text.Length)
                return compounds;
            if (_isOfPseudoElement)
                return null;
            combinator = _text[_at] switch { '>' => CssCombinator.Child, '+' => CssCombinator.NextSibling, '~' => CssCombinator.LaterSibling, _ => CssCombinator.Descendant };
            if (combinator != CssCombinator.Descendant)
                _at++;
            else if (!hadBlanks)
                return null;
        }
    }

    /// <summary>Null for none.</summary>
    private CssCompound? Compound(CssCombinator combinator)
    {
        var start = _at;
        string? type = null, id = null;
        List<string> classes = [];
        List<CssAttributeTest> attributes = [];
        List<CssPseudoClass> pseudoClasses = [];
        if (_at < _text.Length && _text[_at] == '*')
        {
            _at++;
        }
        else if (Name() is { } name)
        {
            type = name;
            _specificity++;
        }

        while (_at < _text.Length)
        {
            switch (_text[_at])
            {
                case '#':
                    _at++;
                    if (Name() is not { } ownId || (id is not null && id != ownId))
                        return null;
                    id = ownId;
                    _specificity += IdWeight;
                    continue;
                case '.':
                    _at++;
                    if (Name() is not { } className)
                        return null;
                    classes.Add(className);
                    _specificity += ClassWeight;
                    continue;
                case '[':
                    if (Attribute() is not { } attribute)
                        return null;
                    attributes.Add(attribute);
                    _specificity += ClassWeight;
                    continue;
                case ':':
                    if (!Pseudo(pseudoClasses))
                        return null;
                    continue;
                case '/' when CssScan.After(_text, _at) is var end && end > _at + 1:
                    _at = end;
                    continue;
            }

            break;
        }

        return _at == start ? null : new CssCompound(combinator, type, id, classes, attributes, pseudoClasses);
    }

    private CssAttributeTest? Attribute()
    {
        var end = CssScan.Find(_text, _at + 1, "]");
        var match = AttributePattern().Match(_text[(_at + 1)..end].Trim().ToString());
        _at = Math.Min(end + 1, _text.Length);
        if (!match.Success)
            return null;
        var op = match.Groups["operator"];
        return new CssAttributeTest(
            match.Groups["name"].Value.ToLowerInvariant(), op.Success ? op.Value[0] : null, Unescaped(match.Groups["text"].Success ? match.Groups["text"].Value : match.Groups["word"].Value),
            match.Groups["flag"].Value is "i" or "I");
    }

    private bool Pseudo(List<CssPseudoClass> into)
    {
        var isElement = _at + 1 < _text.Length && _text[_at + 1] == ':';
        _at += isElement ? 2 : 1;
        if (Name()?.ToLowerInvariant() is not { } name)
            return false;
        var argument = ReadOnlySpan<char>.Empty;
        if (_at < _text.Length && _text[_at] == '(')
        {
            var end = CssScan.Find(_text, _at + 1, ")");
            argument = _text[(_at + 1)..end];
            _at = Math.Min(end + 1, _text.Length);
        }

        if (isElement || name is "before" or "after" or "first-line" or "first-letter")
        {
            // These two style words of the element itself.
            if (name is "first-line" or "first-letter")
                _isDoubtful = true;
            else
                _isOfPseudoElement = true;
            return true;
        }

        _specificity += name is "where" or "is" or "not" or "matches" ? 0 : ClassWeight;
        if (Known(name, argument) is { } known)
            into.Add(known);
        else
            _isDoubtful = true;
        return true;
    }

    private CssPseudoClass? Known(string name, ReadOnlySpan<char> argument)
    {
        switch (name)
        {
            case "hover" or "active" or "focus" or "focus-within" or "focus-visible" or "visited" or "target":
                return new CssPseudoClass(CssPseudoKind.Never);
            case "root":
                return new CssPseudoClass(CssPseudoKind.Root);
            case "link" or "any-link":
                return new CssPseudoClass(CssPseudoKind.Link);
            case "empty":
                return new CssPseudoClass(CssPseudoKind.Empty);
            case "first-child":
                return new CssPseudoClass(CssPseudoKind.NthChild, 0, 1);
            case "last-child":
                return new CssPseudoClass(CssPseudoKind.NthLastChild, 0, 1);
            case "only-child":
                return new CssPseudoClass(CssPseudoKind.OnlyChild);
            case "nth-child" or "nth-last-child" when Formula(argument) is var (step, offset):
                return new CssPseudoClass(name == "nth-child" ? CssPseudoKind.NthChild : CssPseudoKind.NthLastChild, step, offset);
            case "not" or "is" or "where" or "matches" when Inner(argument) is var (compounds, specificity):
                _specificity += name == "where" ? 0 : specificity;
                return new CssPseudoClass(name == "not" ? CssPseudoKind.Not : CssPseudoKind.Is, Inner: compounds);
            default:
                return null;
        }
    }

    private readonly (List<CssCompound> Compounds, int Specificity)? Inner(ReadOnlySpan<char> list) =>
        _depth < MaxDepth && ParseList(list, _depth + 1) is { Count: > 0 } selectors && selectors.TrueForAll(s => !s.IsDoubtful && s.Compounds.Count == 1)
            ? (selectors.ConvertAll(s => s.Compounds[0]), selectors.Max(s => s.Specificity))
            : null;

    private static (int Step, int Offset)? Formula(ReadOnlySpan<char> text)
    {
        var plain = CssScan.Plain(text);
        if (plain is "odd" or "even")
            return (2, plain == "odd" ? 1 : 0);
        var match = FormulaPattern().Match(plain);
        if (!match.Success)
            return null;
        var step = !match.Groups["n"].Success ? 0 : match.Groups["step"].Value switch { "" or "+" => 1, "-" => -1, var number => Integer(number) };
        var offset = match.Groups["offset"].Value.Replace(" ", "", StringComparison.Ordinal);
        return (step, offset.Length == 0 ? 0 : Integer(offset));
    }

    private static int Integer(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private bool SkipBlanks()
    {
        var start = _at;
        while (_at < _text.Length && (CssScan.IsSpace(_text[_at]) || (_text[_at] == '/' && CssScan.After(_text, _at) > _at + 1)))
            _at = CssScan.After(_text, _at);
        return _at > start;
    }

    /// <summary>Null for none: a name begins with no digit and no dash before one, unless escaped.</summary>
    private string? Name()
    {
        var first = _text[_at..].StartsWith("-", StringComparison.Ordinal) ? _at + 1 : _at;
        if (first < _text.Length && char.IsAsciiDigit(_text[first]))
            return null;
        var name = new StringBuilder();
        while (_at < _text.Length && (CssScan.IsNamePart(_text[_at]) || _text[_at] == '\\'))
        {
            if (_text[_at] == '\\')
                _at = CssScan.Unescape(_text, _at, name);
            else
                name.Append(_text[_at++]);
        }

        return name.Length == 0 ? null : name.ToString();
    }

    private static string Unescaped(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\\')
                i = CssScan.Unescape(text, i, plain);
            else
                plain.Append(text[i++]);
        }

        return plain.ToString();
    }

    [GeneratedRegex("""^(?:\*?\|)?(?<name>[\w-]+)\s*(?:(?<operator>[~|^$*]?=)\s*(?:"(?<text>[^"]*)"|'(?<text>[^']*)'|(?<word>[^\s"'\]]+))\s*(?<flag>[iIsS])?)?$""")]
    private static partial Regex AttributePattern();

    [GeneratedRegex(@"^(?:(?<step>[+-]?\d{0,6})(?<n>n))?\s*(?<offset>[+-]?\s*\d{1,6})?$")]
    private static partial Regex FormulaPattern();
}
