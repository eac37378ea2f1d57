namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>An exception without its message, which can quote an argument, a mail or an event.</summary>
internal sealed class CrashTrace(Exception exception) : Exception(exception.GetType().FullName)
{
    public override string? StackTrace => exception.StackTrace;

    public override string ToString() => $"{Message}\n{StackTrace}";
}
