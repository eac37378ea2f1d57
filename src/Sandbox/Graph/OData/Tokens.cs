using System.Text;

namespace TokenVaultAgent.Sandbox.Graph.OData;

/// <summary>The words, strings and signs of a filter. A string keeps its opening quote, so that it is not taken for a word.</summary>
internal sealed class Tokens
{
    private readonly Queue<string> _tokens = new();

    public Tokens(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i])) i++;
            else if (text[i] == '\'') _tokens.Enqueue(Quoted(text, ref i));
            else if (text[i] is '(' or ')' or ',') _tokens.Enqueue(text[i++].ToString());
            else _tokens.Enqueue(Word(text, ref i));
        }
    }

    public bool AtEnd => _tokens.Count == 0;

    public string? Peek => _tokens.TryPeek(out var token) ? token : null;

    public string Next() => _tokens.TryDequeue(out var token) ? token : throw Invalid("Syntax error: unexpected end of the filter.");

    public bool Take(string token)
    {
        if (!string.Equals(Peek, token, StringComparison.OrdinalIgnoreCase)) return false;
        _tokens.Dequeue();
        return true;
    }

    public void Expect(string token)
    {
        if (!Take(token)) throw Invalid($"Syntax error: '{token}' expected.");
    }

    public static GraphFailure Invalid(string message) => GraphFailure.BadRequest("Invalid filter clause: " + message);

    // A quote within is written twice.
    private static string Quoted(string text, ref int i)
    {
        var value = new StringBuilder("'");
        for (i++; i < text.Length; i++)
        {
            if (text[i] != '\'') value.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == '\'') value.Append(text[++i]);
            else
            {
                i++;
                return value.ToString();
            }
        }
        throw Invalid("There is an unterminated string literal.");
    }

    private static string Word(string text, ref int i)
    {
        var start = i;
        while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('(' or ')' or ',' or '\'')) i++;
        return text[start..i];
    }
}
