namespace TokenVaultAgent.AgentServer.Mcp;

internal static partial class McpLog
{
    [LoggerMessage(200, LogLevel.Error, "Tool {Tool} crashed; correlation id {CorrelationId}")]
    public static partial void ToolCrashed(ILogger logger, CrashTrace exception, string tool, string correlationId);
}
