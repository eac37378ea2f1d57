using System.Buffers;
using System.Text;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>Text of a <see cref="SimplePage"/>.</summary>
internal static class SimpleText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("<&\0\r");

    /// <summary>Up to the next tag.</summary>
    /// <param name="length">In characters of markup.</param>
    public static bool TryRead(ReadOnlySpan<char> html, out string text, out int length)
    {
        var tag = html.IndexOf('<');
        var rest = tag < 0 ? html : html[..tag];
        (text, length) = ("", rest.Length);
        if (!rest.ContainsAny(Special))
        {
            text = rest.ToString();
            return true;
        }

        var decoded = new StringBuilder(rest.Length);
        while (rest.IndexOfAny(Special) is >= 0 and var at)
        {
            decoded.Append(rest[..at]);
            rest = rest[at..];
            var taken = 1;
            if (rest[0] == '\r')
            {
                // A line ends by either or both.
                decoded.Append('\n');
                taken = rest.Length > 1 && rest[1] == '\n' ? 2 : 1;
            }
            else if (rest[0] == '&' && TryCharacter(rest, out var character, out taken))
            {
                decoded.Append(character);
            }
            else
            {
                return false;
            }

            rest = rest[taken..];
        }

        text = decoded.Append(rest).ToString();
        return true;
    }

    /// <summary>What a reference to a character stands for, where all programs agree.</summary>
    private static bool TryCharacter(ReadOnlySpan<char> text, out char character, out int length)
    {
        (character, length) = ('\0', 0);
        var end = text[..Math.Min(text.Length, "&#00000;".Length)].IndexOf(';');
        if (end < 2)
            return false;
        var name = text[1..end];
        length = end + 1;
        character = name switch
        {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "nbsp" => '\u00A0',
            ['#', .. var digits] when digits.Length is 2 or 3 && !digits.ContainsAnyExceptInRange('0', '9') => (char)int.Parse(digits, null),
            _ => '\0',
        };
        return character is (>= ' ' and <= '~') or (>= '\u00A0' and <= '\u03E7');
    }
}
