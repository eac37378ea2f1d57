namespace TokenVaultAgent.Sandbox.Activity;

/// <summary>Keeps what the agent server logs from the level of information on: what its operator would read.</summary>
[ProviderAlias("Activity")]
internal sealed class AgentLog(ActivityLog activity, TimeProvider clock) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(activity, clock, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(ActivityLog activity, TimeProvider clock, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var (at, message) = (clock.GetUtcNow(), formatter(state, exception));
            activity.Add(number => new LogEntry(number, at, logLevel.ToString(), category, eventId.Id, message));
        }
    }
}
