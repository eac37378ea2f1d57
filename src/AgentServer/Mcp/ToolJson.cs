using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelContextProtocol;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>How tools' results are written: snake_case, no nulls, and no escapes that cost a model tokens.</summary>
internal static class ToolJson
{
    public static readonly JsonSerializerOptions Options = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // The SDK's own allow numbers as text, and schemas would say so. ArgumentShape reads them before.
            NumberHandling = JsonNumberHandling.Strict,
            // The result is read by models and by JSON parsers, never put into a page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.MakeReadOnly();
        return options;
    }
}
