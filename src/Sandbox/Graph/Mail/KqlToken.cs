namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>A word, a phrase or a sign; words and phrases can be restricted to a property, as in <c>from:ben</c> or <c>received&gt;=2026-03-01</c>.</summary>
/// <param name="Comparison"><c>:</c>, <c>=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&lt;&gt;</c>, <c>&gt;</c>, <c>&gt;=</c> or, without a property, nothing.</param>
internal sealed record KqlToken(string? Property, string Comparison, string Text, bool IsPhrase)
{
    public bool IsSign(params ReadOnlySpan<string> signs) => Property is null && !IsPhrase && signs.Contains(Text);

    public static IEnumerable<KqlToken> Read(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i])) i++;
            // A sign before a word or a restriction: AND, which is there anyhow, and AND NOT.
            else if (text[i] is '+' or '-' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]))
            {
                if (text[i++] == '-') yield return new KqlToken(null, "", "NOT", IsPhrase: false);
            }
            else if (text[i] is '(' or ')') yield return new KqlToken(null, "", text[i++].ToString(), IsPhrase: false);
            else yield return ReadTerm(text, ref i);
        }
    }

    public static GraphFailure Invalid(string text) => GraphFailure.BadRequest($"Syntax error: the search clause '{text}' is not valid.");

    private static KqlToken ReadTerm(string text, ref int i)
    {
        var (property, comparison) = ((string?)null, "");
        var start = i;
        while (i < text.Length && char.IsAsciiLetter(text[i])) i++;
        if (i > start && i < text.Length && text[i] is ':' or '=' or '<' or '>')
        {
            property = text[start..i].ToLowerInvariant();
            var sign = i++;
            if (i < text.Length && text[sign] is '<' or '>' && (text[i] == '=' || text[sign..(i + 1)] == "<>")) i++;
            comparison = text[sign..i];
        }
        else
        {
            i = start;
        }
        return i < text.Length && text[i] == '"'
            ? new KqlToken(property, comparison, Phrase(text, ref i), IsPhrase: true)
            : new KqlToken(property, comparison, Word(text, ref i), IsPhrase: false);
    }

    private static string Phrase(string text, ref int i)
    {
        var end = text.IndexOf('"', i + 1);
        if (end < 0) throw Invalid(text[i..]);
        var phrase = text[(i + 1)..end];
        i = end + 1;
        return phrase;
    }

    private static string Word(string text, ref int i)
    {
        var start = i;
        while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('(' or ')' or '"')) i++;
        return i > start ? text[start..i] : throw Invalid(text);
    }
}
