using System.Buffers;
using System.Globalization;
using TokenVaultAgent.Tools.Untrusted.Css;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>Styles of a <see cref="SimplePage"/>: those that hide nothing, whatever has them.</summary>
internal static class SimpleStyle
{
    private const int MostPoints = 60;

    private static readonly SearchValues<char> SelectorChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-, \t\r\n");

    private static readonly SearchValues<char> NameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz-");

    private static readonly SearchValues<char> ValueChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#.,% _-");

    /// <summary>Rules by names, as Exchange writes them into what it keeps: whichever of them apply, they hide nothing.</summary>
    public static bool IsSheetHarmless(ReadOnlySpan<char> css)
    {
        css = css.Trim();
        if (css.StartsWith("<!--", StringComparison.Ordinal) && css.EndsWith("-->", StringComparison.Ordinal) && css.Length >= "<!---->".Length)
            css = css["<!--".Length..^"-->".Length];
        while (!(css = css.Trim()).IsEmpty)
        {
            var open = css.IndexOf('{');
            var close = css.IndexOf('}');
            if (open < 1 || close < open || css[..open].ContainsAnyExcept(SelectorChars) || !AreHarmless(css[(open + 1)..close]))
                return false;
            css = css[(close + 1)..];
        }

        return true;
    }

    /// <summary>Of a <c>style</c> attribute, or between the braces of a rule.</summary>
    public static bool AreHarmless(ReadOnlySpan<char> declarations)
    {
        foreach (var range in declarations.Split(';'))
        {
            var declaration = declarations[range].Trim();
            if (declaration.IsEmpty)
                continue;
            var colon = declaration.IndexOf(':');
            if (colon < 1 || !IsHarmless(declaration[..colon].Trim(), declaration[(colon + 1)..].Trim()))
                return false;
        }

        return true;
    }

    private static bool IsHarmless(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name.ContainsAnyExcept(NameChars))
            return false;
        switch (name)
        {
            case "color":
                return value is "black" or "#000000" or "#000" or "rgb(0,0,0)" or "rgb(0, 0, 0)";
            case "background-color":
                return value is "white" or "#ffffff" or "#fff" or "rgb(255,255,255)" or "rgb(255, 255, 255)";
            case "font-size":
                return IsLength(value, 6);
            case "margin" or "margin-top" or "margin-right" or "margin-bottom" or "margin-left"
                or "padding" or "padding-top" or "padding-right" or "padding-bottom" or "padding-left":
                foreach (var word in value.Split(' '))
                    if (!IsLength(value[word], 0))
                        return false;
                return true;
            case "font-family":
                return !value.ContainsAnyExcept(ValueChars);
            default:
                return !value.IsEmpty && !value.ContainsAnyExcept(ValueChars) && !CssShorthands.IsOfInterest(name.ToString());
        }
    }

    /// <summary>0, or so many pixels or points.</summary>
    private static bool IsLength(ReadOnlySpan<char> value, double least)
    {
        if (value is "0")
            return least == 0;
        return value.Length > 2 && value[^2..] is "px" or "pt" && value[0] is >= '0' and <= '9'
            && double.TryParse(value[..^2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= MostPoints;
    }
}
