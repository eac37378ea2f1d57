using System.Collections.Frozen;
using System.Globalization;
using AngleSharp.Dom;
using TokenVaultAgent.Tools.Untrusted.Css;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>What a browser does without any style sheet (HTML, section 15 "Rendering"): its own rules, and attributes that style.</summary>
internal static class BrowserStyles
{
    /// <summary>What these hold is not rendered, or not as text of the document.</summary>
    private static readonly FrozenSet<string> Unrendered = Set(
        "head script style template noscript title object svg math iframe textarea select datalist option dialog video audio canvas progress meter noframes noembed frameset rp param area base link meta "
        + "input applet embed xmp plaintext listing selectedcontent");

    private static readonly FrozenSet<string> Blocks = Set(
        "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend "
        + "li main menu nav ol optgroup p pre search section summary ul");

    private static readonly FrozenSet<string> Cells = Set("td th");

    private static readonly FrozenDictionary<string, string> Tables = new Dictionary<string, string>
    {
        ["table"] = "table",
        ["tr"] = "table-row",
        ["td"] = "table-cell",
        ["th"] = "table-cell",
        ["tbody"] = "table-row-group",
        ["thead"] = "table-header-group",
        ["tfoot"] = "table-footer-group",
        ["caption"] = "table-caption",
        ["col"] = "none",
        ["colgroup"] = "none",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, double> FontFactors = new Dictionary<string, double>
    {
        ["h1"] = 2,
        ["h2"] = 1.5,
        ["h3"] = 1.17,
        ["h5"] = 0.83,
        ["h6"] = 0.67,
        ["small"] = 1 / 1.2,
        ["big"] = 1.2,
        ["sub"] = 1 / 1.2,
        ["sup"] = 1 / 1.2,
        ["pre"] = 13.0 / 16,
        ["code"] = 13.0 / 16,
        ["kbd"] = 13.0 / 16,
        ["samp"] = 13.0 / 16,
        ["tt"] = 13.0 / 16,
        ["rt"] = 0.5,
    }.ToFrozenDictionary();

    private static readonly string[] FontSizes = ["10px", "13px", "16px", "18px", "24px", "32px", "48px"];

    /// <summary>Not text of the document, whatever it holds.</summary>
    public static bool IsUnrendered(string type) => Unrendered.Contains(type);

    public static bool IsHidden(IElement element) =>
        element.HasAttribute("hidden")
        || element.HasAttribute("popover")
        // It is visible, but text that is hidden from some readers on purpose counts as hidden from all.
        || string.Equals(element.GetAttribute("aria-hidden"), "true", StringComparison.OrdinalIgnoreCase)
        || (element.ParentElement is { LocalName: "details" } details && !details.HasAttribute("open") && !IsSummary(element, details));

    public static string Display(string type) =>
        Blocks.Contains(type) ? "block" : Tables.GetValueOrDefault(type) ?? (type is "button" or "img" ? "inline-block" : "inline");

    public static double FontFactor(string type) => FontFactors.GetValueOrDefault(type, 1);

    public static bool IsPreformatted(IElement element) => element.LocalName == "pre";

    public static bool IsNoWrap(IElement element) => element.LocalName == "nobr" || (Cells.Contains(element.LocalName) && element.HasAttribute("nowrap"));

    /// <summary>Attributes that style, as declarations that every rule outdoes.</summary>
    public static void AddAttributes(IElement element, List<CssDeclaration> into)
    {
        if (element.Attributes.Length == 0)
            return;
        var type = element.LocalName;
        if (type is "body" or "table" or "tr" or "td" or "th" or "tbody" or "thead" or "tfoot")
        {
            Color(element, "bgcolor", CssProperty.BackgroundColor, into);
            if (element.GetAttribute("background") is { Length: > 0 })
                into.Add(new CssDeclaration(CssProperty.BackgroundImage, "url()", IsImportant: false));
        }

        if (type == "body")
            Color(element, "text", CssProperty.Color, into);
        if (type == "font")
        {
            Color(element, "color", CssProperty.Color, into);
            if (element.GetAttribute("size") is { } size && FontSize(size) is { } pixels)
                into.Add(new CssDeclaration(CssProperty.FontSize, pixels, IsImportant: false));
        }

        if (type is "td" or "th" or "table" or "col" or "hr" && element.GetAttribute("width") is { Length: > 0 } width)
            into.Add(new CssDeclaration(CssProperty.Width, width.Trim(), IsImportant: false));
    }

    private static bool IsSummary(IElement element, IElement details) =>
        element.LocalName == "summary" && details.Children.FirstOrDefault(child => child.LocalName == "summary") == element;

    private static void Color(IElement element, string attribute, CssProperty property, List<CssDeclaration> into)
    {
        if (element.GetAttribute(attribute) is { } value && CssColor.ParseLegacy(value) is { } color)
            into.Add(new CssDeclaration(property, Css(color), IsImportant: false));
    }

    private static string Css(CssColor color) => string.Create(
        CultureInfo.InvariantCulture, $"rgb({color.Red * 255:0.###} {color.Green * 255:0.###} {color.Blue * 255:0.###})");

    /// <summary>1 to 7, or with a sign relative to 3.</summary>
    private static string? FontSize(string size)
    {
        var text = size.Trim();
        var digits = text.AsSpan().TrimStart("+-");
        var end = 0;
        while (end < digits.Length && end < 3 && char.IsAsciiDigit(digits[end]))
            end++;
        if (end == 0)
            return null;
        var number = int.Parse(digits[..end], CultureInfo.InvariantCulture);
        return FontSizes[Math.Clamp(text[0] switch { '+' => 3 + number, '-' => 3 - number, _ => number }, 1, 7) - 1];
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
