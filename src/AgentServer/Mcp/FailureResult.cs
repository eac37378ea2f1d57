using System.Text.Json;
using ModelContextProtocol.Protocol;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>A <see cref="ToolFailure"/> as a tool's result: words for the model, and the same as structured content.</summary>
internal static class FailureResult
{
    public static CallToolResult From(ToolFailure failure) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = Words(failure) }],
        StructuredContent = JsonSerializer.SerializeToElement(failure, ToolJson.Options),
    };

    private static string Words(ToolFailure failure) =>
        failure.Url is null ? $"{failure.Message} {failure.Hint}" : $"{failure.Message} {failure.Hint} {failure.Url}";
}
