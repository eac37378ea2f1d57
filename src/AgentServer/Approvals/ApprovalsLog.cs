using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Approvals;

internal static partial class ApprovalsLog
{
    /// <summary>The Actions are missing, in the wrong order, or write their claims under another namespace than <c>StepUp:ClaimNamespace</c>.</summary>
    [LoggerMessage(513, LogLevel.Error, "{Tool}: a login that asked for MFA came back without proof of one. " + OperatorHelp.Check + " looks at the Actions")]
    public static partial void NotProven(ILogger logger, string tool);
}
