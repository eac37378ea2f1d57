using System.Text;
using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>
/// Text for somebody who must know what it holds: characters that cannot be seen, or that turn the order of others around, stand there by
/// their number, and emptiness made to push the rest out of sight by its length.
/// </summary>
internal static class ExactText
{
    private const int MaxEmptyLines = 3;
    private const int MaxSpaces = 12;

    /// <summary>What letters of any language have, one above the other.</summary>
    private const int MaxMarks = 3;

    /// <summary>Whether all of it can be seen where nothing is marked.</summary>
    public static bool IsPlain(string text) => Runs(text).All(run => !run.IsMark);

    /// <summary>In order; marks are this server's own words, the rest is the text's.</summary>
    public static IEnumerable<TextRun> Runs(string text)
    {
        var plain = new StringBuilder();
        var previous = default(Rune);
        var runes = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').EnumerateRunes().ToList();
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
            return TooMuch(runes, ref at, Unseen.IsBlank, r => r.Value == '\n', MaxEmptyLines + 1, "empty lines");
        if (Unseen.IsSpace(rune) && TooMuch(runes, ref at, r => Unseen.IsBlank(r) && r.Value != '\n', Unseen.IsSpace, MaxSpaces, "spaces") is { } spaces)
            return spaces;
        if (Unseen.IsMark(rune) && TooMuch(runes, ref at, Unseen.IsMark, _ => true, MaxMarks, "stacked marks") is { } marks)
            return marks;
        return Unseen.IsSeen(rune, previous, at + 1 < runes.Count ? runes[at + 1] : default) ? null : $"U+{rune.Value:X4}";
    }

    /// <summary>Null where there is not too much of it, and then nothing is skipped.</summary>
    private static string? TooMuch(List<Rune> runes, ref int at, Predicate<Rune> belongs, Predicate<Rune> counts, int allowed, string name)
    {
        var (end, count) = (at, 0);
        for (; end < runes.Count && belongs(runes[end]); end++)
            count += counts(runes[end]) ? 1 : 0;
        if (count <= allowed)
            return null;
        at = end - 1;
        return $"{count} {name}";
    }
}

/// <param name="IsMark">This server's own words, to be told apart from the text's.</param>
internal readonly record struct TextRun(string Text, bool IsMark);
