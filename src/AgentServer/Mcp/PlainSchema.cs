using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// JSON Schemas as models' vendors take them: one type each. The exporter writes what may be left out as a type that may be null; some
/// vendors refuse a whole list of tools for one <c>type</c> that is an array. No result of this server holds a null, and an argument that
/// is null counts as absent.
/// </summary>
internal static class PlainSchema
{
    /// <summary>Of a tool's arguments: those that it does not know are refused, and its schema says so.</summary>
    public static JsonElement OfArguments(JsonElement schema)
    {
        var plain = (JsonObject)Of(schema);
        plain["additionalProperties"] = false;
        return JsonSerializer.SerializeToElement(plain);
    }

    public static JsonNode Of(JsonElement schema)
    {
        var node = JsonNode.Parse(schema.GetRawText())!;
        Simplify(node);
        return node;
    }

    private static void Simplify(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Simplify(item);
            return;
        }

        if (node is not JsonObject schema)
            return;
        if (schema["type"] is JsonArray types && types.Where(type => (string?)type != "null").ToList() is [var only])
            schema["type"] = only!.DeepClone();
        if (schema.TryGetPropertyValue("default", out var value) && value is null)
            schema.Remove("default");
        if (schema["enum"] is JsonArray values)
        {
            values.RemoveAll(value => value is null);
            schema["type"] ??= "string";
        }

        foreach (var (_, member) in schema)
            Simplify(member);
    }
}
