using NodaTime;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>
/// Gmail's search (support.google.com/mail/answer/7190): words and "phrases", operators, <c>-</c>, <c>OR</c>, <c>( )</c> and
/// <c>{ }</c> for any of. An operator that Gmail does not have is searched for as text, as there.
/// </summary>
internal sealed class GmailQuery
{
    // Brackets and negations nest; what nests deeper than any person writes must not exhaust the stack.
    private const int MaximumNesting = 100;

    public static readonly GmailQuery All = new() { Matches = _ => true };

    public required Func<WorldMessage, bool> Matches { get; init; }

    /// <summary>Whether the query itself looks into Spam or Trash, which searches leave out otherwise.</summary>
    public bool IncludesSpamAndTrash { get; private init; }

    public static GmailQuery Parse(string text, Instant now)
    {
        var tokens = new Queue<string>(GmailQueryTokens.Split(text));
        if (tokens.Count(t => t is "-" or "(" or "{") > MaximumNesting) throw GoogleFailure.InvalidArgument("Invalid query");
        var operators = new GmailQueryOperators(now);
        List<Func<WorldMessage, bool>> all = [];
        while (tokens.Count > 0)
            all.Add(Either(tokens, operators));
        return new GmailQuery { Matches = message => all.All(m => m(message)), IncludesSpamAndTrash = operators.LookIntoSpamAndTrash };
    }

    // OR binds more tightly than the AND between words.
    private static Func<WorldMessage, bool> Either(Queue<string> tokens, GmailQueryOperators operators)
    {
        var either = Term(tokens, operators);
        while (tokens.TryPeek(out var next) && next is "OR" or "|")
        {
            tokens.Dequeue();
            if (tokens.Count == 0) break;
            var (left, right) = (either, Term(tokens, operators));
            either = message => left(message) || right(message);
        }
        return either;
    }

    private static Func<WorldMessage, bool> Term(Queue<string> tokens, GmailQueryOperators operators)
    {
        var token = tokens.Dequeue();
        switch (token)
        {
            case "-":
                if (tokens.Count == 0) return _ => true;
                var negated = Term(tokens, operators);
                return message => !negated(message);
            case "(":
                var all = Group(tokens, ")", operators);
                return message => all.All(m => m(message));
            case "{":
                var any = Group(tokens, "}", operators);
                return message => any.Any(m => m(message));
            case ")" or "}" or "AND":
                return _ => true;
            default:
                return operators.Predicate(token);
        }
    }

    private static List<Func<WorldMessage, bool>> Group(Queue<string> tokens, string end, GmailQueryOperators operators)
    {
        List<Func<WorldMessage, bool>> terms = [];
        while (tokens.TryPeek(out var next) && next != end)
            terms.Add(Either(tokens, operators));
        tokens.TryDequeue(out _);
        return terms;
    }
}
