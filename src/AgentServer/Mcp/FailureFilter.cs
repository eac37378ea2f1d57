using System.Diagnostics;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// The one place where failures take their shape. What is not a known failure is a bug: it is logged once under a correlation id, and
/// the caller is told the id and nothing else.
/// </summary>
internal sealed class FailureFilter(ILogger<FailureFilter> logger)
{
    public async ValueTask<CallToolResult> CallAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> context,
        CancellationToken cancellationToken)
    {
        try
        {
            return await next(context, cancellationToken);
        }
        catch (ToolFailureException exception)
        {
            return FailureResult.From(exception.Failure);
        }
        catch (ProviderException exception)
        {
            return FailureResult.From(ProviderFailures.ToFailure(exception));
        }
        catch (Exception exception) when (exception is not (McpException or InputRequiredException or OperationCanceledException))
        {
            var correlationId = Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("N");
            McpLog.ToolCrashed(logger, new CrashTrace(exception), context.MatchedPrimitive?.Id ?? "unknown", correlationId);
            return new CallToolResult
            {
                IsError = true,
                Content = [new TextContentBlock { Text = $"The server failed; nothing more can be said here. Give the operator this id: {correlationId}" }],
            };
        }
    }
}
