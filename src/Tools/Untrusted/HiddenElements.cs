using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>
/// The elements of a document that a reader does not see: by tag, by attribute, by inline style, or by a style sheet in the document.
/// Whoever hides words from the reader of a mail means them for the model. Where a later rule shows again what an earlier one hides,
/// it stays hidden here.
/// </summary>
internal sealed partial class HiddenElements
{
    /// <summary>No honest mail has more rules that hide something, nor longer or deeper style sheets. The CSS parser recurses.</summary>
    private const int MaxRules = 300;
    private const int MaxSheet = 100_000;
    private const int MaxDepth = 20;
    private const int MaxCombinators = 3;

    /// <summary>Inline styles that only a parser can read: no honest mail escapes its declarations.</summary>
    private const int MaxEscaped = 200;

    /// <summary>A reader's window in CSS pixels: rules for narrower ones do not count.</summary>
    private const int Window = 1000;

    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase)
    {
        "head", "script", "style", "template", "noscript", "title", "object", "svg", "math", "iframe", "textarea", "select", "datalist",
        "dialog", "video", "audio", "canvas", "progress", "meter", "noframes", "noembed",
    };

    private readonly HashSet<IElement> _bySheet = [];
    private int _escaped;

    private HiddenElements()
    {
    }

    /// <summary>Null where the style sheets are made to be too much: then nothing of the document can be trusted to be seen.</summary>
    public static HiddenElements? Find(IDocument document, MarkupLimits limits)
    {
        var hidden = new HiddenElements();
        var sheets = document.QuerySelectorAll("style").Select(style => style.TextContent).ToList();
        if (sheets.Sum(sheet => (long)sheet.Length) > MaxSheet || sheets.Exists(IsTooDeep))
            return null;
        var selectors = sheets.SelectMany(HidingSelectors).Take(MaxRules + 1).ToList();
        return selectors.Count == 0 || (selectors.Count <= MaxRules && hidden.TryMark(document, selectors, limits)) ? hidden : null;
    }

    public bool Contains(IElement element) =>
        Unseen.Contains(element.LocalName)
        || element.HasAttribute("hidden")
        || string.Equals(element.GetAttribute("aria-hidden"), "true", StringComparison.OrdinalIgnoreCase)
        || (element.GetAttribute("style") is { } style && Hides(style))
        || _bySheet.Contains(element);

    /// <summary>Escapes and comments, by which a declaration can be written so that only a parser knows it, are the parser's to read.</summary>
    private bool Hides(string declarations)
    {
        if (!declarations.Contains('\\', StringComparison.Ordinal) && !declarations.Contains("/*", StringComparison.Ordinal))
            return IsHiding(declarations);
        return ++_escaped > MaxEscaped || IsTooDeep(declarations) || IsHiding(new CssParser().ParseDeclaration(declarations)?.CssText ?? "");
    }

    private static bool IsHiding(string declarations) =>
        HidingStyle().IsMatch(declarations) || (NoHeight().IsMatch(declarations) && OverflowHidden().IsMatch(declarations));

    private static bool IsTooDeep(string css)
    {
        var depth = 0;
        foreach (var character in css)
        {
            if (character is '{' or '(' or '[' && ++depth > MaxDepth)
                return true;
            if (character is '}' or ')' or ']' && depth > 0)
                depth--;
        }

        return false;
    }

    /// <summary>False where it takes too long: what a selector with several ancestors costs grows with the depth of the document.</summary>
    private bool TryMark(IDocument document, List<ISelector> selectors, MarkupLimits limits)
    {
        if (selectors.Exists(selector => CostsTooMuch(selector.Text)) || IsDeeper(document, MarkupLimits.MaxDepth))
            return false;
        foreach (var element in document.All)
        {
            limits.Check();
            if (selectors.Exists(selector => selector.Match(element, scope: null)))
                _bySheet.Add(element);
        }

        return true;
    }

    /// <summary><c>:has</c> looks at all descendants, and pseudo-classes within one another at theirs: the clock is only read between elements.</summary>
    private static bool CostsTooMuch(string selector) =>
        selector.Contains(":has(", StringComparison.OrdinalIgnoreCase)
        || NestedPseudoClass().IsMatch(selector)
        || selector.Split(',').Any(one => Combinators().Count(one) > MaxCombinators);

    private static bool IsDeeper(IDocument document, int depth)
    {
        var level = document.Children.ToList();
        for (; level.Count > 0 && depth >= 0; depth--)
            level = [.. level.SelectMany(element => element.Children)];
        return level.Count > 0;
    }

    private static IEnumerable<ISelector> HidingSelectors(string sheet) => Rules(new CssParser().ParseStyleSheet(sheet).Rules)
        .Where(rule => rule.Selector is not null && IsHiding(rule.Style.CssText))
        .Select(rule => rule.Selector!);

    private static IEnumerable<ICssStyleRule> Rules(ICssRuleList rules) => rules.SelectMany(rule => rule switch
    {
        ICssStyleRule style => [style],
        ICssMediaRule media when IsForOthers(media.ConditionText) => [],
        // Whatever else groups rules may hold in the reader's program.
        ICssGroupingRule group => Rules(group.Rules),
        _ => Enumerable.Empty<ICssStyleRule>(),
    });

    /// <summary>For print, or for windows narrower than a reader's, and for nothing else besides.</summary>
    private static bool IsForOthers(string condition) =>
        condition.Trim() == "print"
        || MaxWidth().Match(condition) is { Success: true } match
            && double.TryParse(match.Groups["pixels"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var pixels) && pixels < Window;

    [GeneratedRegex(
        @"(^|;|\{)\s*(display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all"
        + @"|((font-size|max-height|max-width|line-height|opacity)\s*:\s*(0+(\.0*)?|\.0+)[a-z%]{0,4}\s*(!\s*important\s*)?($|;|\}))"
        + @"|color\s*:\s*(transparent|rgba\(\s*0\s*,\s*0\s*,\s*0\s*,\s*0\s*\))"
        + @"|font\s*:\s*0(px|pt)?\s*[/\s]|font-size\s*:\s*[01](\.\d*)?px|opacity\s*:\s*0?\.0"
        + @"|clip-path\s*:\s*(inset\(\s*(50|100)%|circle\(\s*0)|clip\s*:\s*rect\(\s*[01](px)?[\s,]|transform\s*:\s*scale\(\s*0(\.0*)?\s*[,)]"
        + @"|text-indent\s*:\s*-\d{2,}(em|rem|vw|%)"
        + @"|((left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HidingStyle();

    [GeneratedRegex(@"(^|;|\{)\s*height\s*:\s*0+(px|pt|em|rem|%)?\s*(!\s*important\s*)?($|;|\})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoHeight();

    [GeneratedRegex(@"(^|;|\{)\s*overflow(-y)?\s*:\s*(hidden|clip)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OverflowHidden();

    [GeneratedRegex(@"(?<=\S)\s*[ >+~]\s*(?=\S)")]
    private static partial Regex Combinators();

    [GeneratedRegex(@"\([^()]*:[a-z-]+\(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NestedPseudoClass();

    [GeneratedRegex(
        @"^\s*((only\s+)?(screen|all)\s+and\s+)?\(\s*max-(?:device-)?width\s*:\s*(?<pixels>[0-9.]+)px\s*\)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MaxWidth();
}
