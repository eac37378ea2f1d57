using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Google;

/// <summary>
/// A partial response: <c>a,b(c,d),e/f,*</c>. A selected name without a selection below it is whole
/// (developers.google.com/workspace/calendar/api/guides/performance#partial-response).
/// </summary>
internal sealed class FieldMask
{
    // What nests deeper than any resource must not exhaust the stack.
    private const int MaximumNesting = 200;

    private readonly Dictionary<string, FieldMask> _selected = new(StringComparer.Ordinal);

    private bool IsWhole => _selected.Count == 0;

    /// <exception cref="FormatException">The text is not of the grammar.</exception>
    public static FieldMask Parse(string text)
    {
        if (text.Count(c => c is '(' or '/') > MaximumNesting) throw Invalid(text);
        var position = 0;
        var mask = List(text, ref position);
        return position == text.Length ? mask : throw Invalid(text);
    }

    /// <summary>
    /// The first name selected here that <paramref name="shape"/> does not have, or null. A <c>*</c> in the shape allows anything.
    /// </summary>
    public string? FirstUnknown(FieldMask shape)
    {
        if (shape._selected.ContainsKey("*")) return null;
        foreach (var (name, below) in _selected)
        {
            if (name == "*")
            {
                if (!below.IsWhole && shape._selected.Values.All(s => below.FirstUnknown(s) is not null)) return below.FirstUnknown(shape);
                continue;
            }
            if (!shape._selected.TryGetValue(name, out var known)) return name;
            if (below.FirstUnknown(known) is { } unknown) return unknown;
        }
        return null;
    }

    /// <summary>
    /// A copy of <paramref name="node"/> with what is selected. Lists are looked through: <c>items(id)</c> selects in each item.
    /// </summary>
    public JsonNode? Apply(JsonNode? node) => (IsWhole, node) switch
    {
        (true, _) or (_, null) => node?.DeepClone(),
        (_, JsonArray array) => new JsonArray([.. array.Select(Apply)]),
        (_, JsonObject properties) => Select(properties),
        _ => null,
    };

    // A selection below a plain value finds nothing there.
    private bool Reaches(JsonNode? value) => IsWhole || value is JsonObject or JsonArray;

    private JsonObject Select(JsonObject properties)
    {
        var result = new JsonObject();
        foreach (var (name, value) in properties)
            if ((_selected.TryGetValue(name, out var below) || _selected.TryGetValue("*", out below)) && below.Reaches(value))
                result[name] = below.Apply(value);
        return result;
    }

    private static FieldMask List(string text, ref int position)
    {
        var mask = new FieldMask();
        while (true)
        {
            mask.Add(text, ref position);
            if (position == text.Length || text[position] != ',') return mask;
            position++;
        }
    }

    private void Add(string text, ref int position)
    {
        var name = Name(text, ref position);
        if (!_selected.TryGetValue(name, out var below))
        {
            below = Below(text, ref position) ?? new FieldMask();
            _selected[name] = below;
            return;
        }
        var more = Below(text, ref position);
        if (more is null || below.IsWhole) below._selected.Clear();
        else below.Merge(more);
    }

    private static FieldMask? Below(string text, ref int position)
    {
        if (position == text.Length || text[position] is not ('/' or '(')) return null;
        if (text[position++] == '/')
        {
            var path = new FieldMask();
            path.Add(text, ref position);
            return path;
        }
        var list = List(text, ref position);
        if (position == text.Length || text[position++] != ')') throw Invalid(text);
        return list;
    }

    private void Merge(FieldMask other)
    {
        foreach (var (name, below) in other._selected)
        {
            if (!_selected.TryGetValue(name, out var mine)) _selected[name] = below;
            else if (mine.IsWhole || below.IsWhole) mine._selected.Clear();
            else mine.Merge(below);
        }
    }

    private static string Name(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '_' or '-' or '*' or '@' or '$'))
            position++;
        return position > start ? text[start..position] : throw Invalid(text);
    }

    private static FormatException Invalid(string text) => new($"Invalid field selection {text}");
}
