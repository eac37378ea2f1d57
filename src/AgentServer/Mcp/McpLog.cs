namespace TokenVaultAgent.AgentServer.Mcp;

internal static partial class McpLog
{
    /// <summary>Without the exception's message: it can quote an argument, a mail or an event.</summary>
    [LoggerMessage(200, LogLevel.Error, "Tool {Tool} crashed with {ExceptionType}; correlation id {CorrelationId}\n{StackTrace}")]
    public static partial void ToolCrashed(ILogger logger, string tool, string exceptionType, string correlationId, string? stackTrace);
}
