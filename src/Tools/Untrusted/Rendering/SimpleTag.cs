using System.Buffers;
using System.Collections.Frozen;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>A tag of a <see cref="SimplePage"/>, with attributes only that change nothing of how its text is seen.</summary>
internal readonly ref struct SimpleTag
{
    /// <summary>As long as no rule of a style sheet does anything, classes and the like do not either.</summary>
    private static readonly FrozenSet<string> Attributes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "class", "id", "dir", "lang", "target", "rel", "title", "name", "content", "http-equiv", "charset", "type", "face", "align");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AttributeOf = Attributes.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> Names = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private static readonly SearchValues<char> NeverInValue = SearchValues.Create("\0\r<`");

    private const string KeepLines = "white-space:pre-line";

    public ReadOnlySpan<char> Name { get; private init; }

    /// <summary>In characters of markup.</summary>
    public int Length { get; private init; }

    public bool IsEnd { get; private init; }

    /// <summary>By a slash.</summary>
    public bool IsClosed { get; private init; }

    public bool HasAddress { get; private init; }

    /// <summary>Of a link; null where it is written in a way that programs read apart.</summary>
    public string? Address { get; private init; }

    /// <summary>Whether line breaks of its text are shown.</summary>
    public bool KeepsLines { get; private init; }

    /// <param name="html">From the tag on.</param>
    public static bool TryRead(ReadOnlySpan<char> html, out SimpleTag tag)
    {
        tag = default;
        var isEnd = html.Length > 1 && html[1] == '/';
        var start = isEnd ? 2 : 1;
        var name = NameAt(html, start);
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]))
            return false;
        var at = start + name.Length;
        var (hasAddress, keepsLines, isStyled) = (false, false, false);
        string? address = null;
        while (true)
        {
            var afterBlank = SkipBlank(html, at);
            if (afterBlank == html.Length)
                return false;
            if (html[afterBlank] == '>' || (html[afterBlank] == '/' && afterBlank + 1 < html.Length && html[afterBlank + 1] == '>'))
            {
                var isClosed = html[afterBlank] == '/';
                tag = new SimpleTag
                {
                    Name = name,
                    Length = afterBlank + (isClosed ? 2 : 1),
                    IsEnd = isEnd,
                    IsClosed = isClosed,
                    HasAddress = hasAddress,
                    Address = address,
                    KeepsLines = keepsLines,
                };
                return !isEnd || !isClosed;
            }

            if (isEnd || afterBlank == at)
                return false;
            at = afterBlank;
            var attribute = NameAt(html, at);
            at += attribute.Length;
            if (attribute.Length == 0 || at == html.Length || html[at] != '=' || !TryValue(html[(at + 1)..], out var value, out var length))
                return false;
            at += 1 + length;
            if (attribute.Equals("href", StringComparison.OrdinalIgnoreCase))
            {
                if (hasAddress)
                    return false;
                (hasAddress, address) = (true, DecodeAddress(value));
            }
            else if (attribute.Equals("style", StringComparison.OrdinalIgnoreCase))
            {
                if (isStyled)
                    return false;
                isStyled = true;
                keepsLines = value.SequenceEqual(KeepLines);
                // A sheet is not shown anyway, and Outlook says so.
                var isHiddenSheet = name.Equals("style", StringComparison.OrdinalIgnoreCase) && value is "display:none" or "display:none;";
                if (!keepsLines && !isHiddenSheet && !SimpleStyle.AreHarmless(value))
                    return false;
            }
            else if (!AttributeOf.Contains(attribute) && !(name.Equals("font", StringComparison.OrdinalIgnoreCase) && attribute.Equals("size", StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }
        }
    }

    /// <summary>What a reference to a character stands for, where all programs agree.</summary>
    public static bool TryCharacter(ReadOnlySpan<char> text, out char character, out int length)
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

    private static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> html, int start)
    {
        var rest = html[start..];
        var end = rest.IndexOfAnyExcept(Names);
        return end < 0 ? rest : rest[..end];
    }

    private static int SkipBlank(ReadOnlySpan<char> html, int at)
    {
        while (at < html.Length && html[at] is ' ' or '\n' or '\r' or '\t')
            at++;
        return at;
    }

    /// <summary>In quotes, or of a few characters that need none.</summary>
    private static bool TryValue(ReadOnlySpan<char> html, out ReadOnlySpan<char> value, out int length)
    {
        value = default;
        length = 0;
        if (html.Length == 0)
            return false;
        if (html[0] is not ('"' or '\''))
        {
            value = NameAt(html, 0);
            length = value.Length;
            return length > 0;
        }

        var end = html[1..].IndexOf(html[0]);
        if (end < 0)
            return false;
        value = html[1..(end + 1)];
        length = end + 2;
        return !value.ContainsAny(NeverInValue);
    }

    private static string? DecodeAddress(ReadOnlySpan<char> value)
    {
        var text = value.ToString();
        var decoded = text.Replace("&amp;", "&", StringComparison.Ordinal);
        // Any other reference may be one, or not.
        return text.AsSpan().Count('&') == (text.Length - decoded.Length) / "amp;".Length ? decoded : null;
    }
}
