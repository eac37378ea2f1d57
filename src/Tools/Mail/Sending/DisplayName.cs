using System.Text;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>
/// A recipient's name is shown by every recipient's program before the text is, and few users read it when they approve: it names somebody
/// and says nothing else.
/// </summary>
internal static partial class DisplayName
{
    public const int MaxLength = 64;

    private const int MaxDigits = 5;

    /// <summary>False for one that is too long, is read otherwise than written, or has an address, a link or a long run of digits in it, in whatever letters.</summary>
    public static bool IsName(string name)
    {
        var plain = string.Concat(name.Select(Narrow));
        return plain.Length <= MaxLength && HeaderText.IsReadAsWritten(name) && !plain.Contains('@', StringComparison.Ordinal) && !Link().IsMatch(plain) && LongestNumber(plain) <= MaxDigits;
    }

    /// <summary>The ASCII form of a full-width or small one, which a reader takes for it (Unicode blocks FF00 and FE50).</summary>
    private static char Narrow(char character) => character switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(character - 0xFEE0),
        '\uFE6B' => '@',
        '\uFE52' or '\u3002' or '\uFF61' => '.',
        _ => character,
    };

    /// <summary>Digits with no letter between them are one number.</summary>
    private static int LongestNumber(string text)
    {
        var (longest, digits) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            digits = Rune.IsDigit(rune) ? digits + 1 : Rune.IsLetter(rune) ? 0 : digits;
            longest = Math.Max(longest, digits);
        }

        return longest;
    }

    /// <summary><c>https://…</c>, <c>www.…</c>, <c>example.com</c>, <c>example.com/x</c>; not <c>Dr. Okafor</c>, <c>M.Sc.</c> or <c>St.John</c>.</summary>
    [GeneratedRegex(@"://|\bwww\.|\b[\w-]{2,}\.\p{Ll}{2,}\b|\b[\w-]+(\.[\w-]+)+/", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
