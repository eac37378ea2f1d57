using System.Diagnostics.Metrics;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>One line and one measurement for each call: the tool, what came of it, how long it took, for whom by a pseudonym, and by which client.</summary>
internal sealed class CallJournal : IDisposable
{
    private const string MeterName = "TokenVaultAgent.Calls";

    private readonly TimeProvider _clock;
    private readonly ILogger<CallJournal> _logger;
    private readonly Meter _meter;
    private readonly Histogram<double> _durations;

    public CallJournal(IMeterFactory meters, TimeProvider clock, ILogger<CallJournal> logger)
    {
        (_clock, _logger) = (clock, logger);
        _meter = meters.Create(MeterName);
        _durations = _meter.CreateHistogram<double>("token_vault_agent.tool.duration", "s", "Duration of tool calls, by tool and outcome.");
    }

    public async ValueTask<CallToolResult> CallAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> context,
        CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var outcome = "crashed";
        try
        {
            var result = await next(context, cancellationToken);
            outcome = OutcomeOf(result);
            return result;
        }
        catch (Exception exception)
        {
            outcome = exception switch
            {
                OperationCanceledException => "cancelled",
                InputRequiredException or UrlElicitationRequiredException => "user_asked",
                McpException => "protocol_error",
                _ => outcome,
            };
            throw;
        }
        finally
        {
            Note(context, outcome, _clock.GetElapsedTime(started));
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Note(RequestContext<CallToolRequestParams> context, string outcome, TimeSpan took)
    {
        // A name that no tool has may be anything.
        var tool = context.MatchedPrimitive?.Id ?? "unknown";
        _durations.Record(took.TotalSeconds, new("tool", tool), new("outcome", outcome));
        if (!_logger.IsEnabled(LogLevel.Information))
            return;
        var caller = context.Services!.GetRequiredService<Caller>();
        McpLog.Called(_logger, tool, outcome, (long)took.TotalMilliseconds, Caller.PseudonymOf(caller.Owner), caller.ClientId);
    }

    private static string OutcomeOf(CallToolResult result) =>
        result.IsError is not true ? "ok"
        : result.StructuredContent is { } content && content.TryGetProperty("code", out var code) ? code.GetString()!
        : "crashed";
}
