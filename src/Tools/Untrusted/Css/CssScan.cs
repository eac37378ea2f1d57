using System.Buffers;
using System.Globalization;
using System.Text;

namespace TokenVaultAgent.Tools.Untrusted.Css;

/// <summary>
/// Finds where things end in CSS text (CSS Syntax Module Level 3), in one pass and without recursion: a separator in a string, a comment, an
/// escape, an address or a bracket is none.
/// </summary>
internal static class CssScan
{
    /// <summary>No sheet that anybody writes nests brackets this deep.</summary>
    public const int MaxDepth = 32;

    private static readonly SearchValues<char> NotPlain = SearchValues.Create("\\/\n\r\t\f");

    /// <summary>The first of <paramref name="stops"/> outside everything, at or after <paramref name="from"/>; the end where there is none.</summary>
    /// <exception cref="MarkupException">Brackets are nested too deep.</exception>
    public static int Find(ReadOnlySpan<char> css, int from, ReadOnlySpan<char> stops)
    {
        Span<char> open = stackalloc char[MaxDepth];
        var depth = 0;
        for (var i = from; i < css.Length;)
        {
            var character = css[i];
            if (depth == 0 && stops.Contains(character))
                return i;
            if (character is '(' or '[' or '{' && !IsAddress(css, i))
            {
                if (depth == MaxDepth)
                    throw new MarkupException();
                open[depth++] = Closing(character);
                i++;
            }
            else if (depth > 0 && character == open[depth - 1])
            {
                depth--;
                i++;
            }
            else
            {
                i = After(css, i);
            }
        }

        return css.Length;
    }

    /// <summary>Without comments, with escapes decoded and white space as single blanks, in lower case; strings keep their quotes.</summary>
    public static string Plain(ReadOnlySpan<char> css)
    {
        css = css.Trim();
        if (!css.ContainsAny(NotPlain) && css.IndexOf("  ", StringComparison.Ordinal) < 0)
            return Lower(css);
        var plain = new StringBuilder(css.Length);
        for (var i = 0; i < css.Length;)
        {
            if (css[i] == '/' && i + 1 < css.Length && css[i + 1] == '*')
            {
                Blank(plain);
                i = After(css, i);
            }
            else if (css[i] == '\\')
            {
                i = Unescape(css, i, plain);
            }
            else if (css[i] is '"' or '\'' || (css[i] == '(' && IsAddress(css, i)))
            {
                var end = After(css, i);
                plain.Append(css[i..end]);
                i = end;
            }
            else if (IsSpace(css[i++]))
            {
                Blank(plain);
            }
            else
            {
                plain.Append(css[i - 1]);
            }
        }

        return Lower(plain.ToString().AsSpan().Trim());
    }

    /// <summary>Decodes the escape at <paramref name="at"/> and returns the index after it.</summary>
    public static int Unescape(ReadOnlySpan<char> css, int at, StringBuilder text)
    {
        const int MaxDigits = 6;
        var end = at + 1;
        while (end < css.Length && end - at <= MaxDigits && char.IsAsciiHexDigit(css[end]))
            end++;
        if (end == at + 1)
        {
            if (end < css.Length)
                text.Append(css[end]);
            return Math.Min(end + 1, css.Length);
        }

        var code = int.Parse(css[(at + 1)..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        text.Append(Rune.IsValid(code) && code != 0 ? new Rune(code).ToString() : "\uFFFD");
        return end < css.Length && IsSpace(css[end]) ? end + 1 : end;
    }

    public static bool IsSpace(char character) => character is ' ' or '\t' or '\n' or '\r' or '\f';

    /// <summary>Of a name: a letter, a digit, a dash, an underscore, or anything beyond ASCII.</summary>
    public static bool IsNamePart(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or > '\u007F';

    /// <summary>The index after the string, comment, escape or unquoted address that begins here; else after the character.</summary>
    public static int After(ReadOnlySpan<char> css, int at)
    {
        switch (css[at])
        {
            case '\\':
                return Math.Min(at + 2, css.Length);
            case '"' or '\'':
                return AfterString(css, at);
            case '/' when at + 1 < css.Length && css[at + 1] == '*':
                var end = css[(at + 2)..].IndexOf("*/", StringComparison.Ordinal);
                return end < 0 ? css.Length : at + 2 + end + 2;
            case '(' when IsAddress(css, at):
                for (var i = at + 1; i < css.Length; i++)
                {
                    if (css[i] == ')')
                        return i + 1;
                    if (css[i] == '\\')
                        i++;
                }

                return css.Length;
            default:
                return at + 1;
        }
    }

    /// <summary>A line break ends a string that nothing else ends.</summary>
    private static int AfterString(ReadOnlySpan<char> css, int at)
    {
        for (var i = at + 1; i < css.Length; i++)
        {
            if (css[i] == css[at])
                return i + 1;
            if (css[i] is '\n' or '\r' or '\f')
                return i;
            if (css[i] == '\\')
                i++;
        }

        return css.Length;
    }

    /// <summary>Whether this bracket is that of <c>url(…)</c> without quotes, in which nothing else means anything.</summary>
    private static bool IsAddress(ReadOnlySpan<char> css, int at)
    {
        const string Url = "url";
        if (css[at] != '(' || at < Url.Length || !css[(at - Url.Length)..at].Equals(Url, StringComparison.OrdinalIgnoreCase)
            || (at > Url.Length && IsNamePart(css[at - Url.Length - 1])))
            return false;
        var content = css[(at + 1)..].TrimStart();
        return content.IsEmpty || content[0] is not ('"' or '\'');
    }

    private static char Closing(char opening) => opening switch { '(' => ')', '[' => ']', _ => '}' };

    private static void Blank(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != ' ')
            text.Append(' ');
    }

    private static string Lower(ReadOnlySpan<char> text) => text.ToString().ToLowerInvariant();
}
