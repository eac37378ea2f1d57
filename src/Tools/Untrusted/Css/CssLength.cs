using System.Globalization;

namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>Lengths in CSS pixels (CSS Values and Units Module Level 4), <c>calc()</c>, <c>min()</c>, <c>max()</c> and <c>clamp()</c> with them.</summary>
internal static class CssLength
{
    private const int MaxDepth = 12;

    /// <summary>A number without a unit is one of pixels, as it is to browsers in quirks mode.</summary>
    /// <returns>NaN where it is no length that is known.</returns>
    public static double Pixels(string value, in CssScale scale) => Parse(value, scale, 0);

    /// <summary>A number other than nought and nothing else, which is a length in quirks mode only.</summary>
    public static bool IsWithoutUnit(string value) => value.Length > 0 && char.IsAsciiDigit(value[^1]) && Pixels(value, default) is not (0 or double.NaN);

    /// <summary>Whether this word of a <c>font</c> shorthand is the size.</summary>
    public static bool IsFontSize(string word) =>
        Keyword(word) is not null || word is "smaller" or "larger"
        || (word.Length > 0 && (char.IsAsciiDigit(word[0]) || word[0] is '.' or '+') && !IsWeight(word))
        || word.StartsWith("calc(", StringComparison.Ordinal) || word.StartsWith("min(", StringComparison.Ordinal)
        || word.StartsWith("max(", StringComparison.Ordinal) || word.StartsWith("clamp(", StringComparison.Ordinal) || word.StartsWith("var(", StringComparison.Ordinal);

    /// <summary>NaN where it is not known.</summary>
    public static double FontSize(string value, in CssScale scale) =>
        Keyword(value) ?? value switch
        {
            "smaller" => scale.ParentFont / 1.2,
            "larger" => scale.ParentFont * 1.2,
            _ => Pixels(value, scale with { Font = scale.ParentFont, Whole = scale.ParentFont }),
        };

    private static bool IsWeight(string word) => word.Length == 3 && word.EndsWith("00", StringComparison.Ordinal);

    private static double? Keyword(string value) => value switch
    {
        "xx-small" => 9,
        "x-small" => 10,
        "small" => 13,
        "medium" => 16,
        "large" => 18,
        "x-large" => 24,
        "xx-large" => 32,
        "xxx-large" => 48,
        _ => null,
    };

    private static double Parse(ReadOnlySpan<char> value, in CssScale scale, int depth)
    {
        value = value.Trim();
        if (value.IsEmpty || depth > MaxDepth)
            return double.NaN;
        if (value[^1] != ')')
            return Single(value, scale);
        var open = value.IndexOf('(');
        // The bracket that ends the value must be the one that began it.
        if (open < 0 || CssScan.Find(value[(open + 1)..], 0, ")") != value.Length - open - 2)
            return double.NaN;
        var inner = value[(open + 1)..^1];
        return value[..open] switch
        {
            "" or "calc" or "-webkit-calc" or "-moz-calc" => Sum(inner, scale, depth + 1),
            "min" => Each(inner, scale, depth + 1) is { Count: > 0 } all ? all.Min() : double.NaN,
            "max" => Each(inner, scale, depth + 1) is { Count: > 0 } all ? all.Max() : double.NaN,
            "clamp" => Each(inner, scale, depth + 1) is [var least, var wanted, var most] ? Math.Max(least, Math.Min(wanted, most)) : double.NaN,
            _ => double.NaN,
        };
    }

    private static List<double> Each(ReadOnlySpan<char> list, in CssScale scale, int depth)
    {
        var values = new List<double>();
        for (var i = 0; i <= list.Length;)
        {
            var end = CssScan.Find(list, i, ",");
            values.Add(Sum(list[i..end], scale, depth));
            i = end + 1;
        }

        return values.Exists(double.IsNaN) ? [] : values;
    }

    /// <summary>Plus and minus stand between blanks; times and divided by need none.</summary>
    private static double Sum(ReadOnlySpan<char> sum, in CssScale scale, int depth)
    {
        var (total, sign, start) = (0.0, 1, 0);
        for (var at = CssScan.Find(sum, 0, "+-"); ; at = CssScan.Find(sum, at + 1, "+-"))
        {
            if (at < sum.Length && !(at > 0 && sum[at - 1] == ' ' && at + 1 < sum.Length && sum[at + 1] == ' '))
                continue;
            total += sign * Product(sum[start..at], scale, depth);
            if (at == sum.Length)
                return total;
            (sign, start) = (sum[at] == '-' ? -1 : 1, at + 1);
        }
    }

    private static double Product(ReadOnlySpan<char> product, in CssScale scale, int depth)
    {
        var (total, divides) = (1.0, false);
        for (var i = 0; i <= product.Length;)
        {
            var end = CssScan.Find(product, i, "*/");
            var factor = Parse(product[i..end], scale, depth);
            total = divides ? total / factor : total * factor;
            if (end == product.Length)
                break;
            divides = product[end] == '/';
            i = end + 1;
        }

        return double.IsInfinity(total) ? double.NaN : total;
    }

    private static double Single(ReadOnlySpan<char> value, in CssScale scale)
    {
        var digits = value.Length;
        while (digits > 0 && (char.IsAsciiLetter(value[digits - 1]) || value[digits - 1] == '%'))
            digits--;
        if (!double.TryParse(value[..digits], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return double.NaN;
        return value[digits..] switch
        {
            "" or "px" => number,
            "pt" => number * 96 / 72,
            "pc" => number * 16,
            "in" => number * 96,
            "cm" => number * 96 / 2.54,
            "mm" => number * 96 / 25.4,
            "q" => number * 96 / 101.6,
            "em" => number * scale.Font,
            "ex" or "ch" => number * scale.Font / 2,
            "rem" => number * scale.RootFont,
            "%" => number * scale.Whole / 100,
            "vw" or "svw" or "lvw" or "dvw" or "vi" => number * scale.Window / 100,
            "vh" or "svh" or "lvh" or "dvh" or "vb" or "vmin" or "vmax" => number * CssScale.WindowHeight / 100,
            _ => double.NaN,
        };
    }
}

/// <summary>What relative lengths are relative to, in pixels.</summary>
/// <param name="Whole">What a percentage is of.</param>
internal readonly record struct CssScale(double Font, double ParentFont, double RootFont, double Window, double Whole)
{
    public const double WindowHeight = 700;
}
