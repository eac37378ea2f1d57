using System.Drawing;
using System.Globalization;

namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>A colour in sRGB (CSS Color Module Level 4).</summary>
/// <param name="Red">0 to 1, as all of them.</param>
internal readonly record struct CssColor(double Red, double Green, double Blue, double Alpha)
{
    public static readonly CssColor Black = new(0, 0, 0, 1);
    public static readonly CssColor White = new(1, 1, 1, 1);
    public static readonly CssColor Transparent = new(0, 0, 0, 0);

    private const double WholeCircle = 360;

    public static bool IsFunction(string word) =>
        word.StartsWith("rgb", StringComparison.Ordinal) || word.StartsWith("hsl", StringComparison.Ordinal);

    public static bool IsColor(string word) => Parse(word) is not null;

    /// <summary>This one painted over an opaque one.</summary>
    public CssColor Over(CssColor below) => new(
        Mix(Red, below.Red), Mix(Green, below.Green), Mix(Blue, below.Blue), 1);

    /// <summary>From 1, no contrast, to 21 (WCAG 2.2, contrast ratio); for two that nothing shines through.</summary>
    public double ContrastWith(CssColor other)
    {
        var (mine, theirs) = (Luminance() + 0.05, other.Luminance() + 0.05);
        return mine > theirs ? mine / theirs : theirs / mine;
    }

    /// <summary>Null for what is no colour, or one that is not known.</summary>
    public static CssColor? Parse(string value)
    {
        if (value.StartsWith('#'))
            return Hex(value.AsSpan(1));
        if (value.EndsWith(')') && IsFunction(value))
            return Function(value);
        return value switch
        {
            "transparent" => Transparent,
            // Colours of the system, in light; Outlook writes the first.
            "windowtext" or "canvastext" or "-webkit-text" or "black" => Black,
            "window" or "canvas" or "white" => White,
            _ => Named(value),
        };
    }

    /// <summary>Of attributes such as <c>bgcolor</c>, for which any word is a colour (HTML, rules for parsing a legacy color value).</summary>
    public static CssColor? ParseLegacy(string value)
    {
        const int MaxLength = 128;
        var text = value.Trim();
        if (text.Length == 0 || text.Equals("transparent", StringComparison.OrdinalIgnoreCase))
            return null;
        if (Named(text.ToLowerInvariant()) is { } named)
            return named;
        if (text is ['#', _, _, _] && Hex(text.AsSpan(1)) is { } three)
            return three;
        text = (text.Length > MaxLength ? text[..MaxLength] : text).TrimStart('#');
        var digits = string.Concat(text.Select(character => char.IsAsciiHexDigit(character) ? character : '0'));
        digits = digits.PadRight(Math.Max(3, (digits.Length + 2) / 3 * 3), '0');
        var part = digits.Length / 3;
        string[] parts = [digits[..part], digits[part..(2 * part)], digits[(2 * part)..]];
        parts = [.. parts.Select(one => one.Length > 8 ? one[^8..] : one)];
        while (parts[0].Length > 2 && Array.TrueForAll(parts, one => one[0] == '0'))
            parts = [.. parts.Select(one => one[1..])];
        var channels = parts.Select(one => Convert.ToInt32(one[..Math.Min(2, one.Length)], 16) / 255.0).ToArray();
        return new CssColor(channels[0], channels[1], channels[2], 1);
    }

    private double Mix(double above, double below) => (above * Alpha) + (below * (1 - Alpha));

    private double Luminance() => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static double Linear(double channel) => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);

    private static CssColor? Named(string value)
    {
        if (value.Length is < 3 or > 20 || !value.All(char.IsAsciiLetter))
            return null;
        var color = Color.FromName(value);
        return color is { IsKnownColor: true, IsSystemColor: false } ? new CssColor(color.R / 255.0, color.G / 255.0, color.B / 255.0, 1)
            : value.Contains("grey", StringComparison.Ordinal) ? Named(value.Replace("grey", "gray", StringComparison.Ordinal))
            : null;
    }

    private static CssColor? Hex(ReadOnlySpan<char> digits)
    {
        if (digits.Length is not (3 or 4 or 6 or 8) || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            return null;
        var perChannel = digits.Length <= 4 ? 4 : 8;
        var most = (1u << perChannel) - 1;
        var alpha = 1.0;
        if (digits.Length is 4 or 8)
        {
            alpha = (double)(number & most) / most;
            number >>= perChannel;
        }

        return new CssColor((double)((number >> (2 * perChannel)) & most) / most, (double)((number >> perChannel) & most) / most, (double)(number & most) / most, alpha);
    }

    /// <summary><c>rgb()</c> and <c>hsl()</c>, with commas or without.</summary>
    private static CssColor? Function(string value)
    {
        var open = value.IndexOf('(', StringComparison.Ordinal);
        var name = value[..open];
        var parts = value[(open + 1)..^1].Split([',', ' ', '/'], StringSplitOptions.RemoveEmptyEntries);
        if (name is not ("rgb" or "rgba" or "hsl" or "hsla") || parts.Length is not (3 or 4))
            return null;
        var alpha = parts.Length == 4 ? Number(parts[3], 1) : 1;
        var isRgb = name[0] == 'r';
        var (a, b, c) = isRgb
            ? (Number(parts[0], 255), Number(parts[1], 255), Number(parts[2], 255))
            : (Number(parts[0].EndsWith("deg", StringComparison.Ordinal) ? parts[0][..^3] : parts[0], WholeCircle), Number(parts[1], 100), Number(parts[2], 100));
        if (double.IsNaN(a + b + c + alpha))
            return null;
        var color = isRgb ? new CssColor(Within(a), Within(b), Within(c), 1) : FromHsl(a, Within(b), Within(c));
        return color with { Alpha = Within(alpha) };
    }

    /// <summary>A part of the whole; a percentage is one of itself.</summary>
    private static double Number(string text, double whole)
    {
        var isPercentage = text.EndsWith('%');
        return double.TryParse(isPercentage ? text[..^1] : text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number / (isPercentage ? 100 : whole)
            : double.NaN;
    }

    private static double Within(double part) => Math.Clamp(part, 0, 1);

    private static CssColor FromHsl(double hue, double saturation, double lightness)
    {
        double Channel(double offset)
        {
            var at = (offset + (hue * 12)) % 12;
            at = at < 0 ? at + 12 : at;
            return lightness - (saturation * Math.Min(lightness, 1 - lightness) * Math.Max(-1, Math.Min(Math.Min(at - 3, 9 - at), 1)));
        }

        return new CssColor(Channel(0), Channel(8), Channel(4), 1);
    }
}
