using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>JSON that the caller made: a value of another type than its property has is an error of Graph's, not an exception.</summary>
internal sealed class JsonPayload(JsonObject json)
{
    public IEnumerable<string> Names => json.Where(p => !p.Key.Contains('@', StringComparison.Ordinal)).Select(p => p.Key);

    public bool Has(string name) => json.ContainsKey(name);

    public string? Text(string name) => Value<string>(name);

    /// <summary>A member of an enumeration, in any case as Graph takes it, or null.</summary>
    public string? Word(string name, params ReadOnlySpan<string> known)
    {
        if (Text(name) is not { } text) return null;
        foreach (var word in known)
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return word;
        throw new GraphFailure(400, "RequestBodyRead", $"Requested value '{text}' was not found.");
    }

    /// <summary>The parameters of an action. Microsoft's documentation and its client write them in different cases; Graph takes both.</summary>
    /// <exception cref="GraphFailure">The action has no such parameter.</exception>
    public JsonPayload Parameters(params ReadOnlySpan<string> known)
    {
        var parameters = new JsonObject();
        foreach (var name in Names)
        {
            var canonical = "";
            foreach (var parameter in known)
                if (string.Equals(parameter, name, StringComparison.OrdinalIgnoreCase))
                    canonical = parameter;
            if (canonical.Length == 0)
                throw new GraphFailure(400, "RequestBodyRead", $"The parameter '{name}' in the request payload is not a valid parameter for the operation.");
            if (!parameters.TryAdd(canonical, json[name]?.DeepClone())) throw GraphFailure.UnreadableBody();
        }
        return new JsonPayload(parameters);
    }

    public bool? Flag(string name) => json[name] is null ? null : Value<bool>(name);

    public int? Number(string name) => json[name] is null ? null : Value<int>(name);

    public JsonPayload? Object(string name) => json[name] switch
    {
        null => null,
        JsonObject value => new JsonPayload(value),
        _ => throw Unreadable(name),
    };

    public IReadOnlyList<JsonPayload> List(string name) =>
        [.. Items(name).Select(item => item is JsonObject value ? new JsonPayload(value) : throw Unreadable(name))];

    public IReadOnlyList<string> Texts(string name) =>
        [.. Items(name).Select(item => item is JsonValue v && v.TryGetValue<string>(out var text) ? text : throw Unreadable(name))];

    private JsonArray Items(string name) => json[name] switch
    {
        null => [],
        JsonArray items => items,
        _ => throw Unreadable(name),
    };

    private T? Value<T>(string name) => json[name] switch
    {
        null => default,
        JsonValue value when value.TryGetValue<T>(out var typed) => typed,
        _ => throw Unreadable(name),
    };

    private static GraphFailure Unreadable(string name) =>
        new(400, "RequestBodyRead", $"Cannot convert the value of the property '{name}' to its expected type.");
}
