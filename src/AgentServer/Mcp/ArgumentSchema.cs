using System.Text.Json;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// The names and JSON types of a tool's arguments, from its input schema. The SDK's binder ignores unknown names and does not say
/// which argument has a wrong type; a model that misspells one needs to hear which.
/// </summary>
internal sealed class ArgumentSchema
{
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["string"] = "\"text\"", ["integer"] = "25", ["number"] = "2.5", ["boolean"] = "true", ["array"] = "[\"one\", \"two\"]", ["object"] = "{}",
    };

    private readonly Dictionary<string, Shape> _arguments = new(StringComparer.Ordinal);
    private readonly string[] _required;

    public ArgumentSchema(JsonElement inputSchema)
    {
        if (inputSchema.TryGetProperty("properties", out var properties))
            foreach (var property in properties.EnumerateObject())
                _arguments[property.Name] = Shape.Read(property.Value);
        _required = inputSchema.TryGetProperty("required", out var required)
            ? [.. required.EnumerateArray().Select(name => name.GetString()!)]
            : [];
    }

    /// <summary>The first fault, or null.</summary>
    public ToolFailure? Check(IDictionary<string, JsonElement>? arguments)
    {
        foreach (var name in _required)
            if (arguments is null || !arguments.ContainsKey(name))
                return ToolFailure.InvalidInput(name, "is required", $"\"{name}\": {_arguments[name].Example}");
        if (arguments is null)
            return null;

        foreach (var (name, value) in arguments)
            if (!_arguments.TryGetValue(name, out var shape))
                return Unknown();
            else if (!shape.Fits(value))
                return ToolFailure.InvalidInput(name, $"must be {shape.Description}", $"\"{name}\": {shape.Example}");
        return null;
    }

    /// <summary>The unknown name is not repeated: it may be anything.</summary>
    private ToolFailure Unknown() => new(
        FailureCode.InvalidInput, "The call has an argument that this tool does not know.", $"It knows: {string.Join(", ", _arguments.Keys)}.");

    /// <summary>The types that an argument may have, and those of its items where it is an array.</summary>
    private sealed record Shape(string[] Types, string[] ItemTypes)
    {
        public string Example => Examples.GetValueOrDefault(Types.FirstOrDefault(t => t != "null") ?? "", "\"text\"");

        public string Description => Types.Contains("array") && ItemTypes.Length > 0
            ? $"an array of {string.Join(" or ", ItemTypes)}"
            : $"of type {string.Join(" or ", Types)}";

        public static Shape Read(JsonElement schema) => new(
            TypesOf(schema), schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("items", out var items) ? TypesOf(items) : []);

        public bool Fits(JsonElement value) =>
            IsOf(value, Types)
            && (value.ValueKind != JsonValueKind.Array || ItemTypes.Length == 0 || value.EnumerateArray().All(item => IsOf(item, ItemTypes)));

        private static string[] TypesOf(JsonElement schema) =>
            schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type) ? []
            : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)]
            : [type.GetString()!];

        private static bool IsOf(JsonElement value, string[] types) => types.Length == 0 || Array.Exists(types, type => type switch
        {
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "array" => value.ValueKind == JsonValueKind.Array,
            "object" => value.ValueKind == JsonValueKind.Object,
            _ => value.ValueKind == JsonValueKind.Null,
        });
    }
}
