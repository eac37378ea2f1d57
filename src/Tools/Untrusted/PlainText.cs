using System.Globalization;
using System.Text;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>Someone else's words, made safe to lay out: without characters that a reader cannot see, and cut to a length.</summary>
/// <param name="Text">Never longer than was asked for.</param>
/// <param name="Cut">Whether there was more.</param>
internal readonly record struct PlainText(string Text, bool Cut)
{
    /// <summary>Keeps line breaks and tabs.</summary>
    public static PlainText Block(string text, int maxLength) => CutTo(Visible(text, keepLines: true).Trim(), maxLength);

    /// <summary>One line, for titles, names and places. Null where nothing visible is left.</summary>
    public static string? Line(string? text, int maxLength)
    {
        var line = text is null ? "" : CutTo(Visible(text, keepLines: false).Trim(), maxLength).Text;
        return line.Length == 0 ? null : line;
    }

    /// <summary>Whether nothing in it can be seen.</summary>
    public static bool IsBlank(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (!IsInvisible(rune) && !Unseen.IsBlank(rune))
                return false;
        return true;
    }

    private static PlainText CutTo(string text, int maxLength)
    {
        if (text.Length <= maxLength)
            return new PlainText(text, Cut: false);
        var end = maxLength > 0 && char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return new PlainText(text[..end], Cut: true);
    }

    private static string Visible(string text, bool keepLines)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' or '\r')
                visible.Append(keepLines ? rune.Value == '\r' ? "" : ((char)rune.Value).ToString() : " ");
            else if (!IsInvisible(rune))
                visible.Append(rune);
        }

        return visible.ToString();
    }

    /// <summary>Controls, bidirectional overrides, zero-width and tag characters: words are smuggled in them. Joiners shape text.</summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D)
        // Variation selectors; that of emoji stays.
        || rune.Value is (>= 0xFE00 and <= 0xFE0E) or (>= 0xE0100 and <= 0xE01EF);
}
