using System.Globalization;
using System.Text;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>
/// Text for somebody who must know what it holds: characters that cannot be seen, or that turn the order of others around, stand there by
/// their number, and emptiness made to push the rest out of sight by its length.
/// </summary>
internal static class ExactText
{
    private const int ZeroWidthJoiner = 0x200D;
    private const int EmojiPresentation = 0xFE0F;
    private const int MaxEmptyLines = 3;
    private const int MaxSpaces = 12;

    /// <summary>Whether all of it can be seen where nothing is marked.</summary>
    public static bool IsPlain(string text) => Runs(text).All(run => !run.IsMark);

    /// <summary>In order; marks are this server's own words, the rest is the text's.</summary>
    public static IEnumerable<TextRun> Runs(string text)
    {
        var plain = new StringBuilder();
        var previous = default(Rune);
        var runes = text.ReplaceLineEndings("\n").EnumerateRunes().ToList();
        for (var i = 0; i < runes.Count; i++)
        {
            var mark = Mark(runes, previous, ref i);
            previous = runes[i];
            if (mark is null)
            {
                plain.Append(runes[i]);
                continue;
            }

            var isOfLines = runes[i].Value == '\n';
            if (isOfLines)
                plain.Append('\n');
            if (plain.Length > 0)
                yield return new TextRun(plain.ToString(), IsMark: false);
            plain.Clear();
            yield return new TextRun(mark, IsMark: true);
            if (isOfLines)
                plain.Append('\n');
        }

        if (plain.Length > 0)
            yield return new TextRun(plain.ToString(), IsMark: false);
    }

    private static string? Mark(List<Rune> runes, Rune previous, ref int at)
    {
        var rune = runes[at];
        if (rune.Value == '\n')
            return Emptiness(runes, ref at, r => r.Value is '\n' or ' ' or '\t' or 0xA0, r => r.Value == '\n', MaxEmptyLines + 1, "empty lines");
        if (Rune.IsWhiteSpace(rune) && rune.Value != '\t' && Emptiness(runes, ref at, IsSpace, IsSpace, MaxSpaces, "spaces") is { } spaces)
            return spaces;
        return IsSeen(rune, previous) ? null : $"U+{rune.Value:X4}";
    }

    /// <summary>Null where there is not too much of it, and then nothing is skipped.</summary>
    private static string? Emptiness(List<Rune> runes, ref int at, Predicate<Rune> belongs, Predicate<Rune> counts, int allowed, string name)
    {
        var (end, count) = (at, 0);
        for (; end < runes.Count && belongs(runes[end]); end++)
            count += counts(runes[end]) ? 1 : 0;
        if (count <= allowed)
            return null;
        at = end - 1;
        return $"{count} {name}";
    }

    private static bool IsSpace(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    private static bool IsSeen(Rune rune, Rune previous) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is '\n' or '\t',
        UnicodeCategory.Format => rune.Value == ZeroWidthJoiner && IsOfEmoji(previous),
        UnicodeCategory.NonSpacingMark => rune.Value is not (>= 0xFE00 and <= 0xFE0E) and not (>= 0xE0100 and <= 0xE01EF),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        // Letters by name, and nothing to look at: Hangul fillers, Braille blank.
        _ => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800),
    };

    private static bool IsOfEmoji(Rune rune) =>
        rune.Value == EmojiPresentation || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;
}

/// <param name="IsMark">This server's own words, to be told apart from the text's.</param>
internal readonly record struct TextRun(string Text, bool IsMark);
