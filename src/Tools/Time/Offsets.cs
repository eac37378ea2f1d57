using System.Globalization;
using NodaTime;

namespace TokenVaultAgent.Tools.Time;

/// <summary>Offsets from UTC as people write them.</summary>
internal static class Offsets
{
    private const int MaxHours = 18;

    /// <summary>Reads <c>Z</c>, <c>+1</c>, <c>+01</c>, <c>+0100</c> or <c>+01:00</c>.</summary>
    public static bool TryParse(string text, out Offset offset)
    {
        offset = Offset.Zero;
        if (text is "Z" or "z")
            return true;
        if (text.Length < 2 || text[0] is not ('+' or '-' or '\u2212'))
            return false;
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        if (digits.Length is 0 or 3 or > 4 || !digits.All(char.IsAsciiDigit))
            return false;
        var hours = int.Parse(digits[..Math.Min(2, digits.Length)], CultureInfo.InvariantCulture);
        var minutes = digits.Length == 4 ? int.Parse(digits[2..], CultureInfo.InvariantCulture) : 0;
        if (minutes > 59 || hours + (minutes / 60.0) > MaxHours)
            return false;
        offset = Offset.FromSeconds(((hours * 60) + minutes) * 60 * (text[0] == '+' ? 1 : -1));
        return true;
    }
}
