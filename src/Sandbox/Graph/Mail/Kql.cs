using System.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>
/// What <c>$search</c> takes on messages: KQL in double quotes, quotes and backslashes within escaped by a backslash
/// (learn.microsoft.com/graph/search-query-parameter, learn.microsoft.com/sharepoint/dev/general-development/keyword-query-language-kql-syntax-reference).
/// Operators are in capitals; restrictions side by side on one property are alternatives, anything else side by side must all hold.
/// </summary>
internal sealed class Kql
{
    private const int MaximumNesting = 100;

    private readonly Queue<KqlToken> _tokens;
    private int _depth;

    private Kql(string text)
    {
        _tokens = new Queue<KqlToken>(KqlToken.Read(text));
        Matches = Or();
        if (_tokens.Count > 0) throw KqlToken.Invalid(_tokens.Peek().Text);
    }

    public Func<WorldMessage, bool> Matches { get; }

    /// <exception cref="GraphFailure">No quotes around it, or no KQL within them.</exception>
    public static Kql Parse(string search)
    {
        var text = search.Trim();
        if (text.Length < 3 || text[0] != '"' || text[^1] != '"') throw KqlToken.Invalid(search);
        var unescaped = new StringBuilder();
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '"') throw KqlToken.Invalid(search);
            if (text[i] == '\\' && ++i == text.Length - 1) throw KqlToken.Invalid(search);
            unescaped.Append(text[i]);
        }
        return new Kql(unescaped.ToString());
    }

    private Func<WorldMessage, bool> Or()
    {
        var either = And();
        while (Take("OR"))
        {
            var (left, right) = (either, And());
            either = m => left(m) || right(m);
        }
        return either;
    }

    private Func<WorldMessage, bool> And()
    {
        var both = SideBySide();
        while (Take("AND"))
        {
            var (left, right) = (both, SideBySide());
            both = m => left(m) && right(m);
        }
        return both;
    }

    private Func<WorldMessage, bool> SideBySide()
    {
        List<(string? Property, Func<WorldMessage, bool> Matches)> terms = [];
        do terms.Add(Term());
        while (_tokens.Count > 0 && !_tokens.Peek().IsSign("AND", "OR", ")"));
        var alternatives = terms.Where(t => t.Property is not null).ToLookup(t => t.Property, t => t.Matches);
        var rest = terms.Where(t => t.Property is null).Select(t => t.Matches).ToList();
        return m => rest.TrueForAll(matches => matches(m)) && alternatives.All(any => any.Any(matches => matches(m)));
    }

    private (string? Property, Func<WorldMessage, bool> Matches) Term()
    {
        if (++_depth > MaximumNesting) throw KqlToken.Invalid("(");
        var term = Unbounded();
        _depth--;
        return term;
    }

    private (string? Property, Func<WorldMessage, bool> Matches) Unbounded()
    {
        if (Take("NOT"))
        {
            var (_, matches) = Term();
            return (null, m => !matches(m));
        }
        if (Take("("))
        {
            var group = Or();
            return Take(")") ? (null, group) : throw KqlToken.Invalid("(");
        }
        if (!_tokens.TryDequeue(out var token) || token.IsSign("AND", "OR", ")")) throw KqlToken.Invalid("");
        return (token.Property, KqlRestriction.Of(token));
    }

    private bool Take(string sign) => _tokens.TryPeek(out var token) && token.IsSign(sign) && _tokens.TryDequeue(out _);
}
