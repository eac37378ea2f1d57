namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>Gmail finds whole words, not parts of them; scripts that do not part words are searched as they are.</summary>
internal static class GmailWords
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
    public static bool Contain(IReadOnlyList<string> words, IReadOnlyList<string> wanted)
    {
        for (var i = 0; i + wanted.Count <= words.Count; i++)
            if (Enumerable.Range(0, wanted.Count).All(j => Same(words[i + j], wanted[j])))
                return true;
        return false;
    }

    private static bool Same(string word, string wanted) =>
        wanted[0] >= FirstUnparted ? word.Contains(wanted, StringComparison.Ordinal) : word == wanted;
}
