using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using TokenVaultAgent.Tools.Untrusted.Css;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>
/// Computes how the text in an element looks in one program. Every property that can hide text must have a value that is known to show it;
/// what is not known, or not known to be harmless, hides all that is in the element.
/// </summary>
internal sealed partial class LookReader(CssMedia media, Cascade cascade)
{
    /// <summary>How far something may be moved without a doubt that it still stands where it did.</summary>
    private const double MaxShift = 20;

    /// <summary>What is further away than this is out of the window, and lies on nothing.</summary>
    private const double OutOfWindow = -400;
    private const double MaxBlank = 3_000;
    private const double LeastWidth = 20;
    private const double LeastHeight = 4;
    private const double LeastOpacity = 0.05;

    private static readonly CssColor LinkColor = new(0, 0, 0xEE / 255.0, 1);
    private static readonly CssColor ButtonColor = new(0xEF / 255.0, 0xEF / 255.0, 0xEF / 255.0, 1);
    private static readonly CssColor MarkColor = new(1, 1, 0, 1);

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
        return Placed(look, around);
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
        // The system's own dark colours are not known: whoever asks for them alone, is not.
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
        var own = Size(CssProperty.Width, scale, out _);
        var most = Size(CssProperty.MaxWidth, scale, out _);
        var free = display == "table-cell" && own is null ? around.Width / Math.Max(1, siblings) : around.Width;
        return Math.Min(Math.Min(own ?? free, most ?? free), CssMedia.Window);
    }

    /// <summary>Null for one that is as large as it needs to be.</summary>
    /// <param name="isKnown">False where nobody can tell.</param>
    private double? Size(CssProperty property, in CssScale scale, out bool isKnown)
    {
        isKnown = true;
        switch (cascade[property])
        {
            case null or "auto" or "none" or "initial" or "unset" or "inherit" or "fit-content" or "min-content" or "max-content" or "stretch" or "-webkit-fill-available" or "-moz-available" or "-moz-fit-content":
                return null;
            case { } value:
                var pixels = CssLength.Pixels(value, scale);
                isKnown = !double.IsNaN(pixels);
                return isKnown ? pixels : null;
        }
    }

    /// <summary>Where it stands and what of it can be seen.</summary>
    private Look Placed(Look look, Look around)
    {
        var scale = Scale(look.FontSize, around);
        var isMoved = IsMoved(look, around, scale, out var isOut);
        var isChanged = IsChanged(ref isMoved);
        var box = Box(look, around, scale, out var isTiny);
        return look with { IsGone = isMoved || isChanged || isTiny, IsMoved = isMoved && !isOut && !isChanged && !isTiny && look.Opacity > LeastOpacity, Box = box };
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

    /// <summary>Out of the place that the flow of the document gives it, by more than a little.</summary>
    /// <param name="isOut">Out of the window even.</param>
    private bool IsMoved(Look look, Look around, in CssScale scale, out bool isOut)
    {
        isOut = false;
        var isMoved = false;
        if (look.Display != "contents")
        {
            for (var side = CssProperty.MarginTop; side <= CssProperty.MarginLeft; side++)
                isMoved |= IsFar(side, scale, ref isOut);
            for (var side = CssProperty.PaddingTop; side <= CssProperty.PaddingLeft; side++)
                isMoved |= IsFar(side, scale, ref isOut);
        }

        switch (cascade[CssProperty.Position])
        {
            case null or "static" or "initial" or "unset":
                break;
            case "relative":
                for (var side = CssProperty.Top; side <= CssProperty.Left; side++)
                    isMoved |= IsFar(side, scale, ref isOut, MaxShift);
                break;
            default:
                for (var side = CssProperty.Top; side <= CssProperty.Left; side++)
                    IsFar(side, scale, ref isOut, MaxShift);
                isMoved = true;
                break;
        }

        isMoved |= around.Display.EndsWith("grid", StringComparison.Ordinal) && cascade[CssProperty.GridPlace] is not (null or "auto" or "initial" or "unset");
        return isMoved || (cascade[CssProperty.ZIndex] is { } z and not ("auto" or "initial" or "unset") && !z.All(char.IsAsciiDigit));
    }

    private bool IsFar(CssProperty side, in CssScale scale, ref bool isOut, double most = MaxBlank)
    {
        if (cascade[side] is not { } value || value is "auto" or "initial" or "unset" or "inherit")
            return false;
        var pixels = CssLength.Pixels(value, scale);
        isOut |= pixels <= OutOfWindow;
        var isAcross = side is CssProperty.MarginLeft or CssProperty.MarginRight or CssProperty.PaddingLeft or CssProperty.PaddingRight;
        return !(pixels >= -MaxShift && pixels <= (isAcross ? Math.Min(most, media.Width * 0.7) : most));
    }

    /// <summary>By a property of which only one value is known to hide nothing.</summary>
    /// <param name="isMoved">Set where it may stand elsewhere for it.</param>
    private bool IsChanged(ref bool isMoved)
    {
        var isChanged = cascade[CssProperty.Zoom] is not (null or "1" or "100%" or "normal" or "initial" or "unset");
        foreach (var property in cascade.Set)
        {
            if (property < CssProperty.FirstOfOneValue)
                continue;
            var value = cascade[property]!;
            var (harmless, moves) = CssShorthands.OfOneValue(property);
            if (value is "initial" or "unset" || harmless.Split(' ').Contains(value) || ChangesNothing().IsMatch(value))
                continue;
            isMoved |= moves;
            isChanged |= !moves;
        }

        return isChanged;
    }

    private Box? Box(Look look, Look around, in CssScale scale, out bool isTiny)
    {
        isTiny = false;
        if (look.Display is "inline" or "contents" or "table-row" or "table-row-group" or "table-header-group" or "table-footer-group" or "table" or "inline-table")
            return around.Box;
        var cutsX = IsCut(CssProperty.OverflowX);
        var isCut = cutsX || IsCut(CssProperty.OverflowY);
        var width = Smaller(Size(CssProperty.Width, scale, out var knowsWidth), Size(CssProperty.MaxWidth, scale, out var knowsMaxWidth));
        if (look.Display == "table-cell")
        {
            isTiny = look.HasFixedColumns && width < LeastWidth;
            return around.Box;
        }

        var height = Height(CssProperty.Height, scale, isCut, ref isTiny);
        var most = Height(CssProperty.MaxHeight, scale, isCut, ref isTiny);
        var least = cascade[CssProperty.MinHeight] is { } text && !text.EndsWith('%') && !CssLength.IsWithoutUnit(text) ? Size(CssProperty.MinHeight, scale, out _) : null;
        var limit = Smaller(height, most) is { } smaller ? Math.Max(smaller, least ?? 0) : (double?)null;
        isTiny |= most < LeastHeight || width < LeastWidth || (isCut && !(knowsWidth && knowsMaxWidth));
        var isOneLine = cutsX && look.IsNoWrap;
        return limit is null && !isOneLine ? around.Box : new Box(limit ?? double.PositiveInfinity, look.Width, isCut, isOneLine, around.Box);
    }

    /// <summary>Null for one that is as high as it needs to be, as a part of nothing definite is.</summary>
    private double? Height(CssProperty property, in CssScale scale, bool isCut, ref bool isTiny)
    {
        if (cascade[property] is { } value && value.EndsWith('%'))
        {
            isTiny |= isCut && CssLength.Pixels(value, scale with { Whole = 100 }) is not >= 50;
            return null;
        }

        var height = Size(property, scale, out var isKnown);
        isTiny |= !isKnown;
        return height;
    }

    private bool IsCut(CssProperty property) => cascade[property] is not (null or "visible" or "initial" or "unset");

    private static double? Smaller(double? one, double? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);

    /// <summary>Functions that move nothing.</summary>
    [GeneratedRegex(@"^(translate(3d|x|y|z)?\([0px%, ]+\)|rotate\(0(deg)?\)|scale\((1|0?\.[89]\d?)\))$")]
    private static partial Regex ChangesNothing();
}
