using System.Globalization;
using AngleSharp.Dom;
using TokenVaultAgent.Tools.Untrusted.Css;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>
/// Computes how the text in an element looks in one program. Every property that can hide text must have a value that is known to show it;
/// what is not known, or not known to be harmless, hides all that is in the element.
/// </summary>
internal sealed class LookReader(CssMedia media, Cascade cascade)
{
    private static readonly CssColor LinkColor = new(0, 0, 0xEE / 255.0, 1);
    private static readonly CssColor ButtonColor = new(0xEF / 255.0, 0xEF / 255.0, 0xEF / 255.0, 1);
    private static readonly CssColor MarkColor = new(1, 1, 0, 1);

    private readonly PlaceReader _places = new(media, cascade);

    private double _rootFont = 16;

    public Look Read(IElement element, Look around, List<CssRule> rules, int siblings)
    {
        cascade.Read(element, rules);
        var type = element.LocalName;
        var display = Display(type, around);
        if (display is null || cascade[CssProperty.All] is not null || cascade[CssProperty.MsoHide] == "all")
            return around with { IsGone = true };
        var font = Font(type, around);
        if (type == "html")
            _rootFont = double.IsNaN(font) ? 16 : font;
        var look = around with
        {
            Display = display,
            FontSize = font,
            IsVisible = Inherited(CssProperty.Visibility) is { } visibility ? visibility is "visible" or "initial" : around.IsVisible,
            Opacity = around.Opacity * Opacity(),
            Width = Width(display, around, font, siblings),
            HasFixedColumns = display == "table" ? cascade[CssProperty.TableLayout] == "fixed" : around.HasFixedColumns,
            KeepsLines = Inherited(CssProperty.WhiteSpace) is { } space ? space is "pre" or "pre-wrap" or "pre-line" or "break-spaces" : BrowserStyles.IsPreformatted(element) || around.KeepsLines,
            IsNoWrap = Inherited(CssProperty.WhiteSpace) is { } wrap ? wrap is not ("normal" or "pre-wrap" or "pre-line" or "break-spaces" or "initial") : BrowserStyles.IsPreformatted(element) || BrowserStyles.IsNoWrap(element) || around.IsNoWrap,
        };
        look = Spaced(look, around);
        look = look with { BlockIndent = display is "inline" or "contents" ? around.BlockIndent : look.TextIndent };
        look = Colored(look, around, element);
        return _places.Place(look, around, Scale(look.FontSize, around));
    }

    /// <summary>Null where there is none, or one that is not known.</summary>
    private string? Display(string type, Look around)
    {
        var value = cascade[CssProperty.Display];
        return value switch
        {
            null or "revert" => BrowserStyles.Display(type) is var own and not "none" ? own : null,
            "inherit" => around.Display,
            "initial" or "unset" => "inline",
            "block" or "inline" or "inline-block" or "list-item" or "flow-root" or "contents" or "flex" or "inline-flex" or "grid" or "inline-grid" or "table" or "inline-table"
                or "table-row" or "table-cell" or "table-row-group" or "table-header-group" or "table-footer-group" or "table-caption"
                or "-webkit-box" or "-webkit-inline-box" or "-webkit-flex" or "-ms-flexbox" or "-webkit-inline-flex" or "-ms-inline-flexbox" or "ruby" => value,
            _ => null,
        };
    }

    /// <summary>Null where the element has what is around it.</summary>
    private string? Inherited(CssProperty property) => cascade[property] is "inherit" or "unset" ? null : cascade[property];

    private double Font(string type, Look around) => Inherited(CssProperty.FontSize) switch
    {
        null => cascade[CssProperty.FontSize] is null ? around.FontSize * BrowserStyles.FontFactor(type) : around.FontSize,
        "initial" => 16,
        // Some programs take it for pixels, others for nothing.
        { } value when CssLength.IsWithoutUnit(value) => Math.Min(CssLength.Pixels(value, default), around.FontSize),
        { } value => CssLength.FontSize(value, Scale(around.FontSize, around)) is >= 0 and var size ? size : double.NaN,
    };

    private CssScale Scale(double font, Look around) => new(font, around.FontSize, _rootFont, media.Width, around.Width);

    private double Opacity()
    {
        if (cascade[CssProperty.Opacity] is not { } value || value is "initial" or "unset")
            return 1;
        var isPercentage = value.EndsWith('%');
        return double.TryParse(isPercentage ? value[..^1] : value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(isPercentage ? number / 100 : number, 0, 1)
            : 0;
    }

    private Look Spaced(Look look, Look around)
    {
        var scale = Scale(look.FontSize, around) with { Whole = look.FontSize };
        return look with
        {
            LineHeight = Inherited(CssProperty.LineHeight) switch
            {
                null => around.LineHeight,
                "normal" or "initial" => new LineHeight(1.2, IsFactor: true),
                { } value when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) => new LineHeight(factor, IsFactor: true),
                { } value => new LineHeight(CssLength.Pixels(value, scale), IsFactor: false),
            },
            LetterSpacing = Length(CssProperty.LetterSpacing, around.LetterSpacing, scale),
            WordSpacing = Length(CssProperty.WordSpacing, around.WordSpacing, scale),
            TextIndent = Length(CssProperty.TextIndent, around.TextIndent, scale with { Whole = around.Width }),
        };
    }

    private double Length(CssProperty property, double inherited, in CssScale scale) => Inherited(property) switch
    {
        null => inherited,
        "normal" or "initial" => 0,
        { } value when CssLength.IsWithoutUnit(value) && inherited != 0 => double.NaN,
        { } value => CssLength.Pixels(value, scale),
    };

    private Look Colored(Look look, Look around, IElement element)
    {
        (CssColor? ink, CssColor? paper) = element.LocalName switch
        {
            "a" when element.HasAttribute("href") => (LinkColor, null),
            "button" => (CssColor.Black, ButtonColor),
            "mark" => (CssColor.Black, MarkColor),
            _ => ((CssColor?)null, (CssColor?)null),
        };
        var color = cascade[CssProperty.Color] switch
        {
            null => ink ?? around.Color,
            "inherit" or "unset" or "currentcolor" => around.Color,
            "initial" => CssColor.Black,
            { } value => CssColor.Parse(value),
        };
        var fill = Inherited(CssProperty.TextFillColor) switch
        {
            null => around.Fill,
            "currentcolor" or "initial" => null,
            { } value => new TextFill(CssColor.Parse(value)),
        };
        look = look with { Color = color, Fill = fill };
        if (look.Display == "contents")
            return look;
        var background = cascade[CssProperty.BackgroundColor] switch
        {
            null => paper ?? CssColor.Transparent,
            "initial" or "unset" or "inherit" or "transparent" or "none" => CssColor.Transparent,
            "currentcolor" => color,
            { } value => CssColor.Parse(value),
        };
        var opacity = Opacity();
        // The system's dark colours are not known, so a page that asks for those alone cannot be judged.
        var isKnown = Inherited(CssProperty.BackgroundImage) is null or "none" or "initial" && !(cascade[CssProperty.ColorScheme] is { } scheme && scheme.Contains("dark", StringComparison.Ordinal) && !scheme.Contains("light", StringComparison.Ordinal));
        return look with
        {
            IsBackgroundPainted = around.IsBackgroundPainted || background is not { Alpha: 0 },
            Background = !isKnown || background is not { } mine ? null
                : mine.Alpha == 0 ? around.Background
                : mine.Alpha * opacity >= 1 ? mine
                : around.Background is { } below ? (mine with { Alpha = mine.Alpha * opacity }).Over(below)
                : null,
        };
    }

    private double Width(string display, Look around, double font, int siblings)
    {
        if (display is "inline" or "contents")
            return around.Width;
        var scale = Scale(font, around);
        var own = cascade.Size(CssProperty.Width, scale, out _);
        var most = cascade.Size(CssProperty.MaxWidth, scale, out _);
        var free = display == "table-cell" && own is null ? around.Width / Math.Max(1, siblings) : around.Width;
        return Math.Min(Math.Min(own ?? free, most ?? free), CssMedia.Window);
    }

    /// <summary>Whether an element covers what is below it: by a picture, a background or a border.</summary>
    public bool Paints(IElement element, List<CssRule> rules)
    {
        if (element.LocalName is "img" or "picture" or "hr" or "button")
            return true;
        cascade.Read(element, rules);
        return cascade[CssProperty.BackgroundColor] is not (null or "transparent" or "initial" or "unset" or "none")
            || cascade[CssProperty.BackgroundImage] is not (null or "none" or "initial" or "unset")
            || (element.GetAttribute("style") is { } style && (style.Contains("border", StringComparison.OrdinalIgnoreCase) || style.Contains("shadow", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Whether it is painted after the text of the blocks before it, on which it lies where they flow out of their boxes.</summary>
    public bool IsPaintedLate(Look look) =>
        look.Display.StartsWith("inline-", StringComparison.Ordinal) || cascade[CssProperty.Float] is not (null or "none" or "initial" or "unset") || look.Opacity < 1;
}
