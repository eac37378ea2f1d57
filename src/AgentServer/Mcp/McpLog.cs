namespace TokenVaultAgent.AgentServer.Mcp;

internal static partial class McpLog
{
    [LoggerMessage(201, LogLevel.Information, "{Tool}: {Outcome} in {Milliseconds} ms for user {User}, client {Client}")]
    public static partial void Called(ILogger logger, string tool, string outcome, long milliseconds, string user, string? client);

    [LoggerMessage(200, LogLevel.Error, "Tool {Tool} crashed; correlation id {CorrelationId}")]
    public static partial void ToolCrashed(ILogger logger, CrashTrace exception, string tool, string correlationId);
}
