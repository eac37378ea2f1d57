using System.Diagnostics;
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
    private const int MaxElementDepth = 250;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>A reader's window in CSS pixels: rules for narrower ones do not count.</summary>
    private const int Window = 1000;

    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase)
    {
        "head", "script", "style", "template", "noscript", "title", "object", "svg", "math", "iframe", "textarea", "select", "datalist",
    };

    private readonly HashSet<IElement> _bySheet = [];

    private HiddenElements()
    {
    }

    /// <summary>Null where the style sheets are made to be too much: then nothing of the document can be trusted to be seen.</summary>
    public static HiddenElements? Find(IDocument document)
    {
        var hidden = new HiddenElements();
        var sheets = document.QuerySelectorAll("style").Select(style => style.TextContent).ToList();
        if (sheets.Sum(sheet => (long)sheet.Length) > MaxSheet || sheets.Exists(IsTooDeep))
            return null;
        var selectors = sheets.SelectMany(HidingSelectors).Take(MaxRules + 1).ToList();
        return selectors.Count == 0 || (selectors.Count <= MaxRules && hidden.TryMark(document, selectors)) ? hidden : null;
    }

    public bool Contains(IElement element) =>
        Unseen.Contains(element.LocalName)
        || element.HasAttribute("hidden")
        || string.Equals(element.GetAttribute("aria-hidden"), "true", StringComparison.OrdinalIgnoreCase)
        || (element.GetAttribute("style") is { } style && Hides(style))
        || _bySheet.Contains(element);

    /// <summary>Escapes and comments, by which a declaration can be written so that only a parser knows it, are the parser's to read.</summary>
    private static bool Hides(string declarations)
    {
        if (!declarations.Contains('\\', StringComparison.Ordinal) && !declarations.Contains("/*", StringComparison.Ordinal))
            return HidingStyle().IsMatch(declarations);
        return IsTooDeep(declarations) || HidingStyle().IsMatch(new CssParser().ParseDeclaration(declarations)?.CssText ?? "");
    }

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
    private bool TryMark(IDocument document, List<ISelector> selectors)
    {
        if (selectors.Exists(selector => selector.Text.Split(',').Any(one => Combinators().Count(one) > MaxCombinators)) || Depth(document) > MaxElementDepth)
            return false;
        var started = Stopwatch.GetTimestamp();
        foreach (var element in document.All)
        {
            if (Stopwatch.GetElapsedTime(started) > Longest)
                return false;
            if (selectors.Exists(selector => selector.Match(element, scope: null)))
                _bySheet.Add(element);
        }

        return true;
    }

    private static int Depth(IDocument document)
    {
        var (deepest, depth) = (0, 0);
        for (INode? node = document.DocumentElement; node is not null;)
        {
            deepest = Math.Max(deepest, depth);
            if (node.FirstChild is { } child)
            {
                (node, depth) = (child, depth + 1);
                continue;
            }

            while (node is not null && node.NextSibling is null)
                (node, depth) = (node.Parent, depth - 1);
            node = node?.NextSibling;
        }

        return deepest;
    }

    private static IEnumerable<ISelector> HidingSelectors(string sheet) => Rules(new CssParser().ParseStyleSheet(sheet).Rules)
        .Where(rule => rule.Selector is not null && HidingStyle().IsMatch(rule.Style.CssText))
        .Select(rule => rule.Selector!);

    private static IEnumerable<ICssStyleRule> Rules(ICssRuleList rules) => rules.SelectMany(rule => rule switch
    {
        ICssStyleRule style => [style],
        ICssMediaRule media when !IsForOthers(media.ConditionText) => Rules(media.Rules),
        _ => Enumerable.Empty<ICssStyleRule>(),
    });

    /// <summary>For print, or for windows narrower than a reader's.</summary>
    private static bool IsForOthers(string condition) =>
        condition.Trim() == "print"
        || MaxWidth().Match(condition) is { Success: true } match
            && double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var pixels) && pixels < Window;

    [GeneratedRegex(
        @"(^|;|\{)\s*(display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all"
        + @"|((font-size|max-height|max-width|line-height|opacity)\s*:\s*0*\.?0+(px|pt|em|rem|%)?\s*(!\s*important\s*)?($|;|\}))"
        + @"|((left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HidingStyle();

    [GeneratedRegex(@"(?<=\S)\s*[ >+~]\s*(?=\S)")]
    private static partial Regex Combinators();

    [GeneratedRegex(@"max-(?:device-)?width\s*:\s*([0-9.]+)px", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MaxWidth();
}
