using System.Text.RegularExpressions;
using TokenVaultAgent.Tools.Untrusted.Css;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>
/// Whether an element stands where the flow of the document puts it, in the window, and in boxes that show what is in them. That is not known of
/// whatever is moved, changed in its form, or cut.
/// </summary>
internal sealed partial class PlaceReader(CssMedia media, Cascade cascade)
{
    /// <summary>How far something may be moved without a doubt that it still stands where it did.</summary>
    private const double MaxShift = 20;

    /// <summary>What is further away than this is out of the window, and lies on nothing.</summary>
    private const double OutOfWindow = -400;
    private const double MaxBlank = 3_000;
    private const double LeastWidth = 20;
    private const double LeastHeight = 4;
    private const double LeastOpacity = 0.05;

    /// <summary>The look, with where it stands and what of it can be seen.</summary>
    public Look Place(Look look, Look around, in CssScale scale)
    {
        var isMoved = IsMoved(look, around, scale, out var isOut);
        var isChanged = IsChanged(ref isMoved);
        var box = Box(look, around, scale, out var isTiny);
        return look with { IsGone = isMoved || isChanged || isTiny, IsMoved = isMoved && !isOut && !isChanged && !isTiny && look.Opacity > LeastOpacity, Box = box };
    }

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
        var width = Smaller(cascade.Size(CssProperty.Width, scale, out var knowsWidth), cascade.Size(CssProperty.MaxWidth, scale, out var knowsMaxWidth));
        if (look.Display == "table-cell")
        {
            isTiny = look.HasFixedColumns && width < LeastWidth;
            return around.Box;
        }

        var height = Height(CssProperty.Height, scale, isCut, ref isTiny);
        var most = Height(CssProperty.MaxHeight, scale, isCut, ref isTiny);
        var least = cascade[CssProperty.MinHeight] is { } text && !text.EndsWith('%') && !CssLength.IsWithoutUnit(text) ? cascade.Size(CssProperty.MinHeight, scale, out _) : null;
        var limit = Smaller(height, most) is { } smaller ? Math.Max(smaller, least ?? 0) : (double?)null;
        isTiny |= most < LeastHeight || width < LeastWidth || (isCut && !(knowsWidth && knowsMaxWidth));
        var isOneLine = cutsX && look.IsNoWrap;
        return limit is null && !isOneLine ? around.Box : new Box(limit ?? double.PositiveInfinity, look.Width, isCut, isOneLine, around.Box);
    }

    /// <summary>Null for a height that depends on the content, such as a percentage of an indefinite height.</summary>
    private double? Height(CssProperty property, in CssScale scale, bool isCut, ref bool isTiny)
    {
        if (cascade[property] is { } value && value.EndsWith('%'))
        {
            isTiny |= isCut && CssLength.Pixels(value, scale with { Whole = 100 }) is not >= 50;
            return null;
        }

        var height = cascade.Size(property, scale, out var isKnown);
        isTiny |= !isKnown;
        return height;
    }

    private bool IsCut(CssProperty property) => cascade[property] is not (null or "visible" or "initial" or "unset");

    private static double? Smaller(double? one, double? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);

    /// <summary>Functions that move nothing.</summary>
    [GeneratedRegex(@"^(translate(3d|x|y|z)?\([0px%, ]+\)|rotate\(0(deg)?\)|scale\((1|0?\.[89]\d?)\))$")]
    private static partial Regex ChangesNothing();
}
