using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace TokenVaultAgent.AgentServer.Telemetry;

/// <summary>
/// The console's form where the operator names no other: an entry is one line. Only an exception has more, each behind a bar, with which no
/// entry begins.
/// </summary>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    private const int MaxTraceLines = 60;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Level(logEntry.LogLevel)} {logEntry.Category}[{logEntry.EventId.Id}] {LogText.OneLine(message)}"));
        if (logEntry.Exception is { } exception)
            foreach (var line in exception.ToString().ReplaceLineEndings("\n").Split('\n').Take(MaxTraceLines))
                textWriter.WriteLine($"  | {LogText.OneLine(line)}");
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
