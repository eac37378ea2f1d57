namespace TokenVaultAgent.Sandbox.World;

/// <summary>Mail search finds whole words, not parts of them; scripts that do not part words are searched as they are.</summary>
internal static class MailWords
{
    private const char FirstUnparted = '\u2E80';

    public static IReadOnlyList<string> Of(string text)
    {
        List<string> words = [];
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                if (start < 0) start = i;
                continue;
            }
            if (start >= 0) words.Add(text[start..i].ToLowerInvariant());
            start = -1;
        }
        return words;
    }

    /// <summary>Whether <paramref name="wanted"/> occurs in <paramref name="words"/>, one word after the other.</summary>
    /// <param name="asPrefix">Whether the last word wanted is only the beginning of one.</param>
    public static bool Contain(IReadOnlyList<string> words, IReadOnlyList<string> wanted, bool asPrefix = false)
    {
        for (var i = 0; i + wanted.Count <= words.Count; i++)
            if (Enumerable.Range(0, wanted.Count).All(j => Same(words[i + j], wanted[j], asPrefix && j == wanted.Count - 1)))
                return true;
        return false;
    }

    private static bool Same(string word, string wanted, bool asPrefix) =>
        wanted[0] >= FirstUnparted ? word.Contains(wanted, StringComparison.Ordinal)
        : asPrefix ? word.StartsWith(wanted, StringComparison.Ordinal)
        : word == wanted;
}
