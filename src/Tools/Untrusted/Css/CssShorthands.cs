using System.Collections.Frozen;

namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>Names of properties: which are of interest, and what each shorthand stands for.</summary>
internal static class CssShorthands
{
    /// <summary>What a browser takes these for.</summary>
    private static readonly string[] Prefixes = ["", "-webkit-", "-moz-", "-ms-", "-o-", "-epub-"];

    /// <summary>
    /// Properties that hide nothing at these values, and may at any other; those that move what has them can make it lie on something else.
    /// By each name that some program knows them by.
    /// </summary>
    private static readonly (string Name, string Harmless, bool Moves)[] All =
    [
        ("transform", "none", true), ("rotate", "none", true), ("scale", "none", true), ("translate", "none", true), ("perspective", "none", true),
        ("offset-path", "none", true), ("offset", "none", true), ("position-anchor", "auto", true), ("position-area", "none", true),
        ("filter", "none", false), ("clip-path", "none", false), ("clip", "auto", false), ("mask", "none", false), ("mask-image", "none", false),
        ("mask-border", "none", false), ("mask-box-image", "none", false), ("mix-blend-mode", "normal", false), ("content-visibility", "visible", false),
        ("animation", "none", false), ("animation-name", "none", false), ("writing-mode", "horizontal-tb lr lr-tb", false), ("text-orientation", "mixed", false),
        ("text-security", "none", false), ("line-clamp", "none", false), ("font-size-adjust", "none", false), ("contain", "none layout paint style content", false),
        ("columns", "auto", false), ("column-count", "auto 1", false), ("column-width", "auto", false), ("shape-outside", "none", false),
    ];

    private static readonly FrozenDictionary<string, CssProperty> Longhands = Names().ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Action<string, Action<CssProperty, string>>> Shorthands = new Dictionary<string, Action<string, Action<CssProperty, string>>>
    {
        ["margin"] = (value, add) => Sides(value, CssProperty.MarginTop, add),
        ["padding"] = (value, add) => Sides(value, CssProperty.PaddingTop, add),
        ["inset"] = (value, add) => Sides(value, CssProperty.Top, add),
        ["margin-inline"] = (value, add) => Pair(value, CssProperty.MarginLeft, CssProperty.MarginRight, add),
        ["margin-block"] = (value, add) => Pair(value, CssProperty.MarginTop, CssProperty.MarginBottom, add),
        ["padding-inline"] = (value, add) => Pair(value, CssProperty.PaddingLeft, CssProperty.PaddingRight, add),
        ["padding-block"] = (value, add) => Pair(value, CssProperty.PaddingTop, CssProperty.PaddingBottom, add),
        ["inset-inline"] = (value, add) => Pair(value, CssProperty.Left, CssProperty.Right, add),
        ["inset-block"] = (value, add) => Pair(value, CssProperty.Top, CssProperty.Bottom, add),
        ["overflow"] = (value, add) => Pair(value, CssProperty.OverflowX, CssProperty.OverflowY, add),
        ["font"] = Font,
        ["background"] = Background,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The number of properties, those of one value with them.</summary>
    public static int Count { get; } = (int)CssProperty.FirstOfOneValue + (All.Length * Prefixes.Length);

    public static bool IsOfInterest(string name) => Longhands.ContainsKey(name) || Shorthands.ContainsKey(name);

    /// <summary>The values, apart by blanks, at which a property from <see cref="CssProperty.FirstOfOneValue"/> on hides nothing, and whether it moves.</summary>
    public static (string Harmless, bool Moves) OfOneValue(CssProperty property)
    {
        var (_, harmless, moves) = All[((int)property - (int)CssProperty.FirstOfOneValue) / Prefixes.Length];
        return (harmless, moves);
    }

    public static void Expand(string name, string value, Action<CssProperty, string> add)
    {
        if (Longhands.TryGetValue(name, out var property))
            add(property, value);
        else if (Shorthands.TryGetValue(name, out var expand))
            expand(value, add);
    }

    /// <summary>The words of a value; what is in brackets or quotes is part of one.</summary>
    public static List<string> Words(string value)
    {
        var words = new List<string>();
        for (var i = 0; i < value.Length;)
        {
            var end = CssScan.Find(value, i, " ");
            if (end > i)
                words.Add(value[i..end]);
            i = end + 1;
        }

        return words;
    }

    /// <summary>Top, right, bottom and left, which follow one another in <see cref="CssProperty"/>.</summary>
    private static void Sides(string value, CssProperty top, Action<CssProperty, string> add)
    {
        const int Top = 0, Right = 1, Bottom = 2, Left = 3;
        var words = Words(value);
        if (words.Count is 0 or > 4)
            return;
        add(top, words[Top]);
        add(top + Right, words.ElementAtOrDefault(Right) ?? words[Top]);
        add(top + Bottom, words.ElementAtOrDefault(Bottom) ?? words[Top]);
        add(top + Left, words.ElementAtOrDefault(Left) ?? words.ElementAtOrDefault(Right) ?? words[Top]);
    }

    private static void Pair(string value, CssProperty first, CssProperty second, Action<CssProperty, string> add)
    {
        var words = Words(value);
        if (words.Count is 0 or > 2)
            return;
        add(first, words[0]);
        add(second, words[^1]);
    }

    /// <summary>Style, variant, weight and stretch come before the size, the family after it.</summary>
    private static void Font(string value, Action<CssProperty, string> add)
    {
        foreach (var word in Words(value))
        {
            var slash = CssScan.Find(word, 0, "/");
            var size = word[..slash];
            if (!CssLength.IsFontSize(size))
                continue;
            add(CssProperty.FontSize, size);
            add(CssProperty.LineHeight, slash < word.Length - 1 ? word[(slash + 1)..] : "normal");
            return;
        }

        // inherit and the like, or nothing that a browser takes either; the names of system fonts bring their own sizes, all of which show.
        if (value is "inherit" or "initial" or "unset")
        {
            add(CssProperty.FontSize, value);
            add(CssProperty.LineHeight, value);
        }
        else if (value.Contains('(', StringComparison.Ordinal) || value is "revert" or "revert-layer")
        {
            add(CssProperty.FontSize, value);
        }
    }

    private static void Background(string value, Action<CssProperty, string> add)
    {
        if (value is "inherit" or "initial" or "unset" or "revert" or "revert-layer")
        {
            add(CssProperty.BackgroundColor, value);
            add(CssProperty.BackgroundImage, value);
            return;
        }

        var words = Words(value);
        var hasImage = words.Exists(word => word.Contains('(', StringComparison.Ordinal) && !CssColor.IsFunction(word));
        add(CssProperty.BackgroundImage, hasImage ? value : "none");
        add(CssProperty.BackgroundColor, words.Find(word => CssColor.IsColor(word.TrimEnd(','))) ?? (hasImage || words.TrueForAll(IsOfPlace) ? "transparent" : value));
    }

    private static bool IsOfPlace(string word) =>
        word is "none" or "repeat" or "no-repeat" or "repeat-x" or "repeat-y" or "space" or "round" or "scroll" or "fixed" or "local" or "top" or "bottom" or "left" or "right"
            or "center" or "cover" or "contain" or "auto" or "/" or "border-box" or "padding-box" or "content-box"
        || char.IsAsciiDigit(word[0]) || word[0] is '-' or '.' or '+';

    private static IEnumerable<KeyValuePair<string, CssProperty>> Names()
    {
        (string Name, CssProperty Property)[] names =
        [
            ("display", CssProperty.Display), ("visibility", CssProperty.Visibility), ("opacity", CssProperty.Opacity), ("color", CssProperty.Color),
            ("-webkit-text-fill-color", CssProperty.TextFillColor), ("background-color", CssProperty.BackgroundColor), ("background-image", CssProperty.BackgroundImage),
            ("color-scheme", CssProperty.ColorScheme), ("font-size", CssProperty.FontSize), ("line-height", CssProperty.LineHeight), ("letter-spacing", CssProperty.LetterSpacing),
            ("word-spacing", CssProperty.WordSpacing), ("text-indent", CssProperty.TextIndent), ("white-space", CssProperty.WhiteSpace), ("position", CssProperty.Position),
            ("top", CssProperty.Top), ("right", CssProperty.Right), ("bottom", CssProperty.Bottom), ("left", CssProperty.Left),
            ("inset-block-start", CssProperty.Top), ("inset-inline-end", CssProperty.Right), ("inset-block-end", CssProperty.Bottom), ("inset-inline-start", CssProperty.Left),
            ("margin-top", CssProperty.MarginTop), ("margin-right", CssProperty.MarginRight), ("margin-bottom", CssProperty.MarginBottom), ("margin-left", CssProperty.MarginLeft),
            ("margin-block-start", CssProperty.MarginTop), ("margin-inline-end", CssProperty.MarginRight), ("margin-block-end", CssProperty.MarginBottom), ("margin-inline-start", CssProperty.MarginLeft),
            ("padding-top", CssProperty.PaddingTop), ("padding-right", CssProperty.PaddingRight), ("padding-bottom", CssProperty.PaddingBottom), ("padding-left", CssProperty.PaddingLeft),
            ("padding-block-start", CssProperty.PaddingTop), ("padding-inline-end", CssProperty.PaddingRight), ("padding-block-end", CssProperty.PaddingBottom), ("padding-inline-start", CssProperty.PaddingLeft),
            ("width", CssProperty.Width), ("inline-size", CssProperty.Width), ("height", CssProperty.Height), ("block-size", CssProperty.Height),
            ("max-width", CssProperty.MaxWidth), ("max-inline-size", CssProperty.MaxWidth), ("max-height", CssProperty.MaxHeight), ("max-block-size", CssProperty.MaxHeight),
            ("min-height", CssProperty.MinHeight), ("min-block-size", CssProperty.MinHeight), ("overflow-x", CssProperty.OverflowX), ("overflow-inline", CssProperty.OverflowX),
            ("overflow-y", CssProperty.OverflowY), ("overflow-block", CssProperty.OverflowY), ("table-layout", CssProperty.TableLayout), ("z-index", CssProperty.ZIndex),
            ("zoom", CssProperty.Zoom), ("float", CssProperty.Float), ("mso-hide", CssProperty.MsoHide), ("all", CssProperty.All), ("grid-area", CssProperty.GridPlace), ("grid-row", CssProperty.GridPlace),
            ("grid-column", CssProperty.GridPlace), ("grid-row-start", CssProperty.GridPlace), ("grid-column-start", CssProperty.GridPlace),
        ];
        foreach (var (name, property) in names)
            yield return new(name, property);
        for (var i = 0; i < All.Length; i++)
            for (var prefix = 0; prefix < Prefixes.Length; prefix++)
                yield return new(Prefixes[prefix] + All[i].Name, CssProperty.FirstOfOneValue + (i * Prefixes.Length) + prefix);
    }
}
