using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// Adds to a tool's output schema what it answers when it fails: structured content must conform to the schema whatever the outcome
/// (MCP specification, "Tools: output schema"), and strict clients reject a result that does not.
/// </summary>
internal static class FailureSchema
{
    private static readonly JsonObject Failure = (JsonObject)ToolJson.Options.GetJsonSchemaAsNode(
        typeof(ToolFailure), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

    /// <summary>The properties of both, and that those of either must be there.</summary>
    /// <exception cref="InvalidOperationException">The result has a property that failures have too.</exception>
    public static JsonElement AddTo(JsonElement outputSchema)
    {
        var schema = (JsonObject)JsonNode.Parse(outputSchema.GetRawText())!;
        var properties = (JsonObject)(schema["properties"] ??= new JsonObject());
        foreach (var (name, property) in (JsonObject)Failure["properties"]!)
            if (!properties.TryAdd(name, property!.DeepClone()))
                throw new InvalidOperationException($"A result's {name} could be taken for a failure's.");

        schema.Remove("required", out var required);
        schema["anyOf"] = new JsonArray(Required(required), Required(Failure["required"]));
        return JsonSerializer.SerializeToElement(schema);
    }

    private static JsonObject Required(JsonNode? names) => new() { ["required"] = names?.DeepClone() ?? new JsonArray() };
}
