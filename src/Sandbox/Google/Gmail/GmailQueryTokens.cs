namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>Takes a search apart: brackets, a leading <c>-</c>, and terms, where a quoted part or a bracketed value keeps its spaces.</summary>
internal static class GmailQueryTokens
{
    public static IEnumerable<string> Split(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            if (text[i] is '(' or ')' or '{' or '}' || (text[i] == '-' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1])))
            {
                yield return text[i++].ToString();
                continue;
            }
            var end = End(text, i);
            if (text[i..end] is var term and not "-") yield return term;
            i = end;
        }
    }

    private static int End(string text, int start)
    {
        var quoted = false;
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            if (quoted) continue;
            if (text[i] == '(' && text[i - 1] == ':') depth++;
            else if (text[i] == ')' && depth > 0) depth--;
            else if (depth == 0 && (char.IsWhiteSpace(text[i]) || text[i] is '(' or ')' or '{' or '}')) return i;
        }
        return text.Length;
    }
}
