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
    private static readonly JsonObject Failure = (JsonObject)PlainSchema.Of(JsonSerializer.SerializeToElement(
        ToolJson.Options.GetJsonSchemaAsNode(typeof(ToolFailure), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true })));

    /// <summary>An object that is either of both.</summary>
    /// <exception cref="InvalidOperationException">The result has a property that failures have too.</exception>
    public static JsonElement AddTo(JsonElement outputSchema)
    {
        var result = (JsonObject)PlainSchema.Of(outputSchema);
        if (result["properties"] is JsonObject properties && ((JsonObject)Failure["properties"]!).FirstOrDefault(p => properties.ContainsKey(p.Key)) is { Key: { } name })
            throw new InvalidOperationException($"A result's {name} could be taken for a failure's.");
        return JsonSerializer.SerializeToElement(new JsonObject { ["type"] = "object", ["anyOf"] = new JsonArray(result, Failure.DeepClone()) });
    }
}
