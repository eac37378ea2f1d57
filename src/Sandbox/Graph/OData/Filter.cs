using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace TokenVaultAgent.Sandbox.Graph.OData;

/// <summary>
/// The part of <c>$filter</c> that Outlook understands (learn.microsoft.com/graph/filter-query-parameter): comparisons of a property with
/// a literal, <c>contains</c>, <c>startswith</c>, <c>endswith</c>, <c>and</c>, <c>or</c>, <c>not</c>.
/// </summary>
internal sealed class Filter
{
    // What nests deeper than any person writes must not exhaust the stack.
    private const int MaximumNesting = 100;

    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    private readonly Tokens _tokens;
    private readonly List<string> _paths = [];
    private int _depth;

    private Filter(string text, ResourceType type)
    {
        _tokens = new Tokens(text);
        Matches = Or(type);
        if (!_tokens.AtEnd) throw Tokens.Invalid($"Syntax error at '{_tokens.Peek!.TrimStart('\'')}'.");
    }

    public Func<JsonObject, bool> Matches { get; }

    /// <summary>The properties it names, in order.</summary>
    public IReadOnlyList<string> Paths => [.. _paths.Distinct()];

    public static Filter? Parse(string? text, ResourceType type) => text is null ? null : new Filter(text, type);

    private Func<JsonObject, bool> Or(ResourceType type)
    {
        var either = And(type);
        while (_tokens.Take("or"))
        {
            var (left, right) = (either, And(type));
            either = json => left(json) || right(json);
        }
        return either;
    }

    private Func<JsonObject, bool> And(ResourceType type)
    {
        var both = Term(type);
        while (_tokens.Take("and"))
        {
            var (left, right) = (both, Term(type));
            both = json => left(json) && right(json);
        }
        return both;
    }

    private Func<JsonObject, bool> Term(ResourceType type)
    {
        if (++_depth > MaximumNesting) throw Tokens.Invalid("The recursion limit was exceeded.");
        var term = _tokens.Take("not") ? Not(Term(type)) : _tokens.Take("(") ? Group(type) : Predicate(type);
        _depth--;
        return term;
    }

    private static Func<JsonObject, bool> Not(Func<JsonObject, bool> term) => json => !term(json);

    private Func<JsonObject, bool> Group(ResourceType type)
    {
        var group = Or(type);
        _tokens.Expect(")");
        return group;
    }

    private Func<JsonObject, bool> Predicate(ResourceType type)
    {
        var word = _tokens.Next();
        if (_tokens.Take("("))
        {
            return word.ToLowerInvariant() switch
            {
                "contains" or "startswith" or "endswith" => TextFunction(word.ToLowerInvariant(), type),
                _ => throw Tokens.Invalid($"An unknown function with name '{word}' was found."),
            };
        }
        var (path, kind) = Property(type, word);
        var comparison = _tokens.Next().ToLowerInvariant();
        if (kind == PropertyType.Flag && comparison is not ("eq" or "ne")) throw Incompatible();
        var compare = Comparer(kind, _tokens.Next(), path);
        return comparison switch
        {
            "eq" => json => compare(ResourceType.Value(json, path)) == 0,
            "ne" => json => compare(ResourceType.Value(json, path)) != 0,
            "gt" => json => compare(ResourceType.Value(json, path)) > 0,
            "ge" => json => compare(ResourceType.Value(json, path)) >= 0,
            "lt" => json => compare(ResourceType.Value(json, path)) < 0,
            "le" => json => compare(ResourceType.Value(json, path)) <= 0,
            _ => throw Tokens.Invalid($"Syntax error at '{comparison}'."),
        };
    }

    private Func<JsonObject, bool> TextFunction(string name, ResourceType type)
    {
        var (path, kind) = Property(type, _tokens.Next());
        _tokens.Expect(",");
        var text = Text(_tokens.Next(), kind);
        _tokens.Expect(")");
        return json => ResourceType.Value(json, path)?.ToString() is { } value && name switch
        {
            "contains" => value.Contains(text, StringComparison.OrdinalIgnoreCase),
            "startswith" => value.StartsWith(text, StringComparison.OrdinalIgnoreCase),
            _ => value.EndsWith(text, StringComparison.OrdinalIgnoreCase),
        };
    }

    private (string Path, PropertyType Type) Property(ResourceType type, string word)
    {
        var property = type.Property(word);
        _paths.Add(property.Path);
        return property;
    }

    private static Func<JsonValue?, int> Comparer(PropertyType kind, string literal, string path)
    {
        switch (kind)
        {
            case PropertyType.Flag when bool.TryParse(literal, out var flag):
                return value => (value?.GetValue<bool>() ?? false).CompareTo(flag);
            case PropertyType.Moment when Moment(literal) is { } moment:
                return value => value is null ? -1 : InstantPattern.ExtendedIso.Parse(value.GetValue<string>()).Value.CompareTo(moment);
            case PropertyType.Text when path.EndsWith("/dateTime", StringComparison.Ordinal):
                var local = Local(Text(literal, kind));
                return value => value is null ? -1 : Local(value.GetValue<string>()).CompareTo(local);
            case PropertyType.Text:
                var text = Text(literal, kind);
                return value => string.Compare(value?.ToString() ?? "", text, StringComparison.OrdinalIgnoreCase);
            default:
                throw Incompatible();
        }
    }

    // The dateTime of a start or an end is text, though it is compared as a time.
    private static LocalDateTime Local(string text) => text.TrimEnd('Z') switch
    {
        var time when LocalDateTimePattern.ExtendedIso.Parse(time) is { Success: true, Value: var local } => local,
        var minute when Minutes.Parse(minute) is { Success: true, Value: var local } => local,
        var day when LocalDatePattern.Iso.Parse(day) is { Success: true, Value: var date } => date.AtMidnight(),
        _ => throw Incompatible(),
    };

    private static Instant? Moment(string literal) =>
        OutlookTime.Date(literal)?.AtMidnight().InUtc().ToInstant() ?? OutlookTime.Moment(literal);

    private static string Text(string literal, PropertyType kind) =>
        kind == PropertyType.Text && literal.StartsWith('\'') ? literal[1..] : throw Incompatible();

    private static GraphFailure Incompatible() => Tokens.Invalid("A binary operator with incompatible types was detected.");
}
