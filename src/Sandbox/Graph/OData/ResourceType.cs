using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Graph.OData;

internal enum PropertyType { Text, Flag, Moment }

/// <summary>A type's properties that <c>$filter</c> and <c>$orderby</c> know.</summary>
internal sealed class ResourceType(string name, IReadOnlyDictionary<string, PropertyType> properties)
{
    private readonly Dictionary<string, PropertyType> _properties = new(properties, StringComparer.OrdinalIgnoreCase);

    public string Name => name;

    /// <exception cref="GraphFailure">The type has no such property.</exception>
    public (string Path, PropertyType Type) Property(string path) => _properties.Keys.FirstOrDefault(k => Is(k, path)) is { } known
        ? (known, _properties[known])
        : throw GraphFailure.BadRequest($"Invalid filter clause: Could not find a property named '{path}' on type '{name}'.");

    /// <summary>The value at a path such as <c>from/emailAddress/address</c>, or null.</summary>
    public static JsonValue? Value(JsonObject json, string path)
    {
        JsonNode? node = json;
        foreach (var step in path.Split('/'))
            node = (node as JsonObject)?[step];
        return node as JsonValue;
    }

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
