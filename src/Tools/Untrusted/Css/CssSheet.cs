namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>The rules of a document's style sheets that can decide whether text is seen (CSS Syntax Module Level 3, CSS Nesting Module).</summary>
internal sealed class CssSheet
{
    /// <summary>No honest mail has more, nor longer sheets.</summary>
    private const int MaxText = 300_000;
    private const int MaxRules = 6_000;
    private const int MaxNesting = 8;

    /// <summary>Sheets from here bring fonts, and nothing that could hide a text.</summary>
    private static readonly string[] FontHosts = ["fonts.googleapis.com", "fonts.bunny.net", "use.typekit.net", "p.typekit.net", "cloud.typography.com", "fonts.cdnfonts.com", "use.fontawesome.com"];

    private readonly List<CssRule> _rules = [];
    private int _length;

    public IReadOnlyList<CssRule> Rules => _rules;

    /// <summary>Whether styles are asked of another server: what they hide, nobody here can tell.</summary>
    public bool IsIncomplete { get; private set; }

    /// <exception cref="MarkupException">It is too much.</exception>
    public void Add(string css)
    {
        _length += css.Length;
        if (_length > MaxText)
            throw new MarkupException();
        Block(css, [], null, 0);
    }

    /// <summary>A sheet that is linked to.</summary>
    public void AddLink(string? address)
    {
        if (address is not null && !IsOfFonts(address))
            IsIncomplete = true;
    }

    /// <summary>Rules, and in a rule declarations beside them.</summary>
    /// <param name="parents">Selectors of the rule around it; null in a sheet.</param>
    private void Block(ReadOnlySpan<char> css, CssCondition[] conditions, string[]? parents, int nesting)
    {
        if (nesting > MaxNesting)
            throw new MarkupException();
        var declarations = new List<CssDeclaration>();
        for (var i = 0; i < css.Length;)
        {
            if (CssScan.IsSpace(css[i]) || (css[i] == '/' && CssScan.After(css, i) > i + 1))
            {
                i = CssScan.After(css, i);
                continue;
            }

            if (parents is null && (css[i..].StartsWith("<!--", StringComparison.Ordinal) || css[i..].StartsWith("-->", StringComparison.Ordinal)))
            {
                i += css[i] == '<' ? 4 : 3;
                continue;
            }

            var end = CssScan.Find(css, i, css[i] == '@' || parents is not null ? ";{" : "{");
            var prelude = css[i..end];
            if (end < css.Length && css[end] == '{')
            {
                var close = CssScan.Find(css, end + 1, "}");
                Rule(prelude.Trim(), css[(end + 1)..close], conditions, parents, nesting);
                i = close + 1;
                continue;
            }

            if (css[i] == '@')
                Statement(prelude);
            else if (parents is not null)
                CssDeclaration.Read(prelude, declarations);
            i = end + 1;
        }

        if (declarations.Count > 0)
            AddRules(parents!, declarations, conditions);
    }

    private void Rule(ReadOnlySpan<char> prelude, ReadOnlySpan<char> block, CssCondition[] conditions, string[]? parents, int nesting)
    {
        if (prelude.IsEmpty)
            return;
        if (prelude[0] != '@')
        {
            // What is no selector, takes its block with it.
            if (parents is not null || CssSelectorParser.ParseList(prelude) is not null)
                Block(block, conditions, parents is null ? [prelude.ToString()] : Nested(prelude, parents), nesting + 1);
            return;
        }

        var nameEnd = 1;
        while (nameEnd < prelude.Length && CssScan.IsNamePart(prelude[nameEnd]))
            nameEnd++;
        var name = prelude[1..nameEnd].ToString().ToLowerInvariant();
        var condition = CssScan.Plain(prelude[nameEnd..]);
        switch (name)
        {
            // They hold no rules about elements.
            case "font-face" or "keyframes" or "-webkit-keyframes" or "-moz-keyframes" or "-o-keyframes" or "page" or "viewport" or "-ms-viewport" or "counter-style" or "property"
                or "font-feature-values" or "font-palette-values":
                return;
            case "media":
                Block(block, [.. conditions, CssCondition.OfMedia(condition)], parents, nesting + 1);
                return;
            default:
                // Layers, containers, scopes, what is supported: in some programs they apply, in others not.
                Block(block, [.. conditions, CssCondition.Unknown($"@{name} {condition}")], parents, nesting + 1);
                return;
        }
    }

    /// <summary>Selectors of a rule in a rule: of descendants, or with the outer rule's where an ampersand stands.</summary>
    private static string[] Nested(ReadOnlySpan<char> prelude, string[] parents)
    {
        var nested = new List<string>();
        for (var i = 0; i <= prelude.Length;)
        {
            var end = CssScan.Find(prelude, i, ",");
            var one = prelude[i..end].Trim().ToString();
            foreach (var parent in CssSelectorParser.ParseList(one.Replace("&", "*", StringComparison.Ordinal).TrimStart('>', '+', '~')) is null ? [] : parents)
                nested.Add(one.Contains('&', StringComparison.Ordinal) ? one.Replace("&", $":is({parent})", StringComparison.Ordinal) : $":is({parent}) {one}");
            i = end + 1;
        }

        return [.. nested];
    }

    /// <summary>An at-rule without a block: of these, only an import matters.</summary>
    private void Statement(ReadOnlySpan<char> statement)
    {
        const string Import = "@import";
        if (statement.StartsWith(Import, StringComparison.OrdinalIgnoreCase))
            AddLink(CssScan.Plain(statement[Import.Length..]).Split('"', '\'', '(', ')').FirstOrDefault(part => part.Contains('/', StringComparison.Ordinal)) ?? "");
    }

    private void AddRules(string[] selectors, List<CssDeclaration> declarations, CssCondition[] conditions)
    {
        var all = declarations.ToArray();
        foreach (var list in selectors)
        {
            if (CssSelectorParser.ParseList(list) is not { } read)
                continue;
            foreach (var selector in read)
            {
                if (_rules.Count == MaxRules)
                    throw new MarkupException();
                _rules.Add(new CssRule(_rules.Count, selector, all, selector.IsDoubtful ? [.. conditions, CssCondition.Unknown(list)] : conditions));
            }
        }
    }

    private static bool IsOfFonts(string address) =>
        Uri.TryCreate(address.StartsWith("//", StringComparison.Ordinal) ? $"https:{address}" : address, UriKind.Absolute, out var url)
        && url.Scheme is "https" or "http"
        && FontHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase);
}

/// <param name="Order">Where it stands among all rules; the later wins.</param>
internal sealed record CssRule(int Order, CssSelector Selector, IReadOnlyList<CssDeclaration> Declarations, IReadOnlyList<CssCondition> Conditions);
