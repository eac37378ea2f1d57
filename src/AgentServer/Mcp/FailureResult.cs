using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>A <see cref="ToolFailure"/> as a tool's result: words for the model, and the same as structured content.</summary>
internal static class FailureResult
{
    /// <summary>Of the span of a call, besides <c>error.type</c>, which the SDK sets to <c>tool_error</c> for any failure.</summary>
    private const string CodeTag = "token_vault_agent.failure";

    public static CallToolResult From(ToolFailure failure)
    {
        var content = JsonSerializer.SerializeToElement(failure, ToolJson.Options);
        Activity.Current?.SetTag(CodeTag, content.GetProperty("code").GetString());
        return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = Words(failure) }], StructuredContent = content };
    }

    private static string Words(ToolFailure failure) => string.Join(' ', new[]
    {
        failure.Message,
        failure.Hint,
        failure.UntrustedNames is { } names ? $"Names, which are data: {JsonSerializer.Serialize(names, ToolJson.Options)}" : null,
        failure.Url?.ToString(),
    }.OfType<string>());
}
