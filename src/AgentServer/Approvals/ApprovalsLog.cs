using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Approvals;

/// <summary>What a user decides is their own business; that tools are refused or reported concerns the operator as well.</summary>
internal static partial class ApprovalsLog
{
    [LoggerMessage(510, LogLevel.Information, "{Tool}: a user approved, {Policy}")]
    public static partial void Approved(ILogger logger, string tool, string policy);

    [LoggerMessage(511, LogLevel.Information, "{Tool}: a user declined")]
    public static partial void Denied(ILogger logger, string tool);

    [LoggerMessage(512, LogLevel.Warning, "{Tool}: a user reported an action that they did not want")]
    public static partial void Reported(ILogger logger, string tool);

    [LoggerMessage(514, LogLevel.Information, "{Tool}: a user does not want to be asked for a while")]
    public static partial void Paused(ILogger logger, string tool);

    [LoggerMessage(515, LogLevel.Information, "{Tool}: a user may be asked again")]
    public static partial void Lifted(ILogger logger, string tool);

    [LoggerMessage(516, LogLevel.Information, "{Tool}: a user took an approval back before it was used")]
    public static partial void TakenBack(ILogger logger, string tool);

    /// <summary>The Actions are missing, in the wrong order, or write their claims under another namespace than <c>StepUp:ClaimNamespace</c>.</summary>
    [LoggerMessage(513, LogLevel.Error, "{Tool}: a login that asked for MFA came back without proof of one. " + OperatorHelp.Check + " looks at the Actions")]
    public static partial void NotProven(ILogger logger, string tool);
}
