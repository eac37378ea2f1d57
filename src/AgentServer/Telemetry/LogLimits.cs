using OpenTelemetry;
using OpenTelemetry.Logs;

namespace TokenVaultAgent.AgentServer.Telemetry;

/// <summary>What clients say of themselves is as short and as plain in exported logs as on the console.</summary>
internal sealed class LogLimits : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.FormattedMessage is { } message)
            data.FormattedMessage = LogText.OneLine(message);
        if (data.Attributes is { Count: > 0 } attributes)
            data.Attributes = [.. attributes.Select(a => a.Value is string text ? new(a.Key, LogText.OneLine(text)) : a)];
    }
}
