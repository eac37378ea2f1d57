using System.Text.Json;
using System.Text.RegularExpressions;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// The names and JSON types of a tool's arguments, from its input schema. The SDK's binder ignores unknown names and does not say
/// which argument has a wrong type; a model that misspells one needs to hear which.
/// </summary>
internal sealed partial class ArgumentSchema
{
    private readonly Dictionary<string, ArgumentShape> _arguments = new(StringComparer.Ordinal);
    private readonly string[] _required;

    public ArgumentSchema(JsonElement inputSchema)
    {
        if (inputSchema.TryGetProperty("properties", out var properties))
            foreach (var property in properties.EnumerateObject())
                _arguments[property.Name] = ArgumentShape.Read(property.Value);
        _required = inputSchema.TryGetProperty("required", out var required)
            ? [.. required.EnumerateArray().Select(name => name.GetString()!)]
            : [];
    }

    /// <summary>The arguments as the tool takes them; one that is null is absent.</summary>
    /// <exception cref="ToolFailureException"><c>invalid_input</c>, naming the first argument at fault.</exception>
    public Dictionary<string, JsonElement> Take(IDictionary<string, JsonElement>? given)
    {
        var taken = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in given ?? new Dictionary<string, JsonElement>())
        {
            if (!_arguments.TryGetValue(name, out var shape))
                throw new ToolFailureException(Unknown(name));
            if (value.ValueKind == JsonValueKind.Null)
                continue;
            taken[name] = shape.Take(value)
                ?? throw new ToolFailureException(ToolFailure.InvalidInput(name, $"must be {shape.Description}", $"\"{name}\": {shape.Example}"));
        }

        foreach (var name in _required)
            if (!taken.ContainsKey(name))
                throw new ToolFailureException(ToolFailure.InvalidInput(name, "is required", $"\"{name}\": {_arguments[name].Example}"));
        return taken;
    }

    /// <summary>The unknown name is repeated where it is one: else it may be anything.</summary>
    private ToolFailure Unknown(string name)
    {
        var nearest = NearestName.Of(name, _arguments.Keys);
        return new ToolFailure(
            FailureCode.InvalidInput,
            Name().IsMatch(name) ? $"This tool has no argument {name}." : "The call has an argument that this tool does not know.",
            _arguments.Count == 0 ? "It takes none."
            : nearest is null ? $"It knows: {string.Join(", ", _arguments.Keys)}."
            : $"Did you mean {nearest}? It knows: {string.Join(", ", _arguments.Keys)}.");
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
