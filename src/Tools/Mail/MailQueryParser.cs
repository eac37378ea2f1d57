using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>
/// The search language, as Gmail's is (support.google.com/mail/answer/7190): words side by side must all be there, <c>OR</c> binds more tightly, a
/// dash negates, brackets group, braces are alternatives. What is not in it is refused by name, and never looked for as a word.
/// </summary>
internal sealed partial class MailQueryParser
{
    private const int MaxLength = 500;
    private const int MaxDepth = 20;
    private const int MaxAge = 5_000;
    private const string Argument = "query";
    private const string Example = "\"from:ben@example.com -subject:invoice newer_than:7d (budget OR forecast)\"";
    private const string Known = "from: to: cc: subject: after: before: newer_than: older_than: is:unread is:read has:attachment";

    private readonly List<Token> _tokens;
    private readonly DateTimeZone _zone;
    private readonly Instant _now;
    private int _at;
    private int _depth;
    private MailQuery _query = MailQuery.Everything;

    private MailQueryParser(string text, DateTimeZone zone, Instant now)
    {
        (_zone, _now) = (zone, now);
        _tokens = [.. TokenPattern().Matches(text).Select(match => new Token(
            match.Groups["sign"].Value, match.Groups["operator"].Success ? match.Groups["operator"].Value.ToLowerInvariant() : null,
            match.Groups["phrase"].Success ? match.Groups["phrase"].Value : match.Groups["word"].Value, match.Groups["phrase"].Success))];
    }

    /// <param name="zone">Whose days the dates are.</param>
    /// <exception cref="ToolFailureException"><c>invalid_input</c>.</exception>
    public static MailQuery Parse(string? text, DateTimeZone zone, Instant now)
    {
        if (string.IsNullOrWhiteSpace(text))
            return MailQuery.Everything;
        if (text.Length > MaxLength || text.Any(char.IsControl))
            throw Invalid($"must be one line of at most {MaxLength} characters");
        if (text.Count(character => character == '"') % 2 != 0)
            throw Invalid("has a quotation mark that nothing closes");
        var parser = new MailQueryParser(text, zone, now);
        var words = parser.All(end: "", isWhole: true);
        return parser._query with { Words = words };
    }

    /// <summary>Parts up to the sign that ends them.</summary>
    /// <param name="isWhole">Not in brackets: here, filters of the whole search may stand.</param>
    private MailExpression? All(string end, bool isWhole)
    {
        if (++_depth > MaxDepth)
            throw Invalid("has brackets too deep in one another");
        var parts = new List<MailExpression>();
        while (_at < _tokens.Count && _tokens[_at].Sign is not (")" or "}"))
        {
            if (_tokens[_at].IsWord("AND"))
            {
                _at++;
                continue;
            }

            if (Any(isWhole) is { } part)
                parts.Add(part);
        }

        _depth--;
        if (end.Length == 0 && _at < _tokens.Count)
            throw Invalid($"has a {_tokens[_at].Sign} that nothing opens");
        return parts.Count switch { 0 => null, 1 => parts[0], _ => end == "}" ? new MailExpression.Any(parts) : new MailExpression.All(parts) };
    }

    private MailExpression? Any(bool isWhole)
    {
        var first = Factor(isWhole && !IsOr(1));
        if (!IsOr(0))
            return first;
        List<MailExpression> parts = [first ?? throw OfTheWhole()];
        while (IsOr(0))
        {
            _at++;
            if (_at == _tokens.Count)
                throw Invalid("ends with OR");
            parts.Add(Factor(isWhole: false) ?? throw OfTheWhole());
        }

        return new MailExpression.Any(parts);
    }

    /// <summary>Null for a filter of the whole search, which is taken note of.</summary>
    private MailExpression? Factor(bool isWhole)
    {
        var token = _tokens[_at];
        if (token.Sign == "-" || token.IsWord("NOT"))
        {
            _at++;
            if (_at == _tokens.Count || _tokens[_at].Sign is ")" or "}" || _tokens[_at].IsWord("OR"))
                throw Invalid("has a - or NOT without anything behind it");
            if (isWhole && TryFilter(_tokens[_at], isNot: true))
                return null;
            return (Factor(isWhole: false) ?? throw OfTheWhole()).Negated();
        }

        _at++;
        if (token.Sign is "(" or "{")
        {
            var end = token.Sign == "(" ? ")" : "}";
            var inner = All(end, isWhole: false);
            if (_at == _tokens.Count || _tokens[_at].Sign != end)
                throw Invalid($"has a {token.Sign} that nothing closes");
            _at++;
            return inner ?? throw Invalid("has brackets with nothing in them");
        }

        if (token.IsWord("OR"))
            throw Invalid("has an OR without anything before it");
        _at--;
        if (TryFilter(token, isNot: false))
            return isWhole ? null : throw OfTheWhole();
        _at++;
        return Term(token);
    }

    private static MailExpression.Term Term(Token token) => token.Operator switch
    {
        null when !token.IsPhrase && Comparison().IsMatch(token.Value) => throw Invalid(
            $"has {token.Value}: dates are after: and before:, both without a sign, and \"{token.Value}\" in quotes looks for the words"),
        null => new MailExpression.Term(MailTermKind.Words, Required(token.Value, "a word that is none")),
        "from" => new MailExpression.Term(MailTermKind.From, Required(token)),
        "to" => new MailExpression.Term(MailTermKind.To, Required(token)),
        "cc" => new MailExpression.Term(MailTermKind.Cc, Required(token)),
        "subject" => new MailExpression.Term(MailTermKind.Subject, Required(token)),
        "has" when token.Value is "attachment" or "attachments" => new MailExpression.Term(MailTermKind.Attachment, ""),
        "in" or "label" or "folder" => throw Invalid($"has {token.Operator}:{token.Value}: where to look is the argument folder, which is inbox, sent or all"),
        var name => throw Invalid($"has {name}:{token.Value}, which is not understood here; there are {Known}, and \"{name}:{token.Value}\" in quotes looks for the words"),
    };

    /// <summary>Dates and marks, which hold for the whole search. Moves on where it is one.</summary>
    private bool TryFilter(Token token, bool isNot)
    {
        switch (token.Operator)
        {
            case "after" or "newer":
                Bound(Moment(token), isAfter: !isNot);
                break;
            case "before" or "older":
                Bound(Moment(token), isAfter: isNot);
                break;
            case "newer_than":
                Bound(Ago(token), isAfter: !isNot);
                break;
            case "older_than":
                Bound(Ago(token), isAfter: isNot);
                break;
            case "is" when token.Value is "unread" or "read":
                _query = _query with { Unread = token.Value == "unread" != isNot };
                break;
            default:
                return false;
        }

        _at++;
        return true;
    }

    private void Bound(Instant at, bool isAfter)
    {
        // No mail is older than this; and Gmail takes a small number of seconds for a year.
        at = Instant.Max(at, Instant.FromUtc(1971, 1, 1, 0, 0));
        _query = isAfter
            ? _query with { After = _query.After is { } after && after > at ? after : at }
            : _query with { Before = _query.Before is { } before && before < at ? before : at };
    }

    private Instant Moment(Token token)
    {
        var time = TimeInput.Parse($"{Argument} has {token.Operator}:{token.Value}, which", token.Value.Replace('/', '-'), _now);
        _query = _query with { HasDates = _query.HasDates || time.NeedsZone };
        return time.In(_zone);
    }

    private Instant Ago(Token token)
    {
        var match = Age().Match(token.Value);
        if (!match.Success || int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) is not (<= MaxAge and var number))
            throw Invalid($"has {token.Operator}:{token.Value}, which is not a number of hours, days, weeks, months or years such as 7d");
        var now = _now.InZone(_zone).LocalDateTime;
        return match.Groups["unit"].Value switch
        {
            "h" => _now - Duration.FromHours(number),
            "d" => now.PlusDays(-number).InZoneLeniently(_zone).ToInstant(),
            "w" => now.PlusWeeks(-number).InZoneLeniently(_zone).ToInstant(),
            "m" => now.PlusMonths(-Math.Min(number, 1_200)).InZoneLeniently(_zone).ToInstant(),
            _ => now.PlusYears(-Math.Min(number, 100)).InZoneLeniently(_zone).ToInstant(),
        };
    }

    private bool IsOr(int ahead) => _at + ahead < _tokens.Count && (_tokens[_at + ahead].IsWord("OR") || _tokens[_at + ahead].Sign == "|");

    private static string Required(Token token) => Required(token.Value, $"{token.Operator}: without a value");

    /// <summary>Letters, digits and what addresses are made of: quotes, brackets and backslashes mean something to providers.</summary>
    private static string Required(string value, string fault)
    {
        var clean = Meaningful().Replace(value, " ").Trim();
        return clean.Length > 0 ? clean : throw Invalid($"has {fault}");
    }

    private static ToolFailureException OfTheWhole() => Invalid("has a date or is:unread among alternatives or in brackets: they hold for the whole search; search once for each");

    private static ToolFailureException Invalid(string problem) => new(ToolFailure.InvalidInput(Argument, problem, Example));

    private readonly record struct Token(string Sign, string? Operator, string Value, bool IsPhrase)
    {
        public bool IsWord(string word) => Operator is null && !IsPhrase && Sign.Length == 0 && Value == word;
    }

    /// <summary>People write a blank after the colon.</summary>
    [GeneratedRegex("""(?<sign>[(){}|]|(?<![^\s({])-(?=[^\s]))|(?<operator>[A-Za-z_][A-Za-z0-9_]*):(?=\s*$)|(?:(?<operator>[A-Za-z_][A-Za-z0-9_]*):\s*)?(?:"(?<phrase>[^"]*)"|(?<word>[^\s"(){}]+))|(?<operator>[A-Za-z_][A-Za-z0-9_]*):""")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("""["\\(){}\[\]<>*:;=|~^]+""")]
    private static partial Regex Meaningful();

    /// <summary>As in KQL.</summary>
    [GeneratedRegex("^[A-Za-z]+[<>=]")]
    private static partial Regex Comparison();

    [GeneratedRegex("^(?<number>[0-9]{1,4})(?<unit>[hdwmy])$", RegexOptions.IgnoreCase)]
    private static partial Regex Age();
}
