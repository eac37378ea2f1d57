using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Pages;

internal static partial class PagesLog
{
    /// <summary>Refused by Auth0 or its user, given up, or answered twice.</summary>
    [LoggerMessage(505, LogLevel.Warning, "A login at the server's pages did not come about: {Reason}. Where it happens to everybody, " + OperatorHelp.Check + " looks at the web application")]
    public static partial void LoginFailed(ILogger logger, string reason);

    [LoggerMessage(506, LogLevel.Error, "A login at the server's pages brought no refresh token: the web application lacks the Refresh Token grant. " + OperatorHelp.Check + " looks at it")]
    public static partial void NoRefreshToken(ILogger logger);

    /// <summary>Only the password stood behind it: <c>StepUp:AllowEnrolment</c>.</summary>
    [LoggerMessage(503, LogLevel.Warning, "A user enrolled an MFA factor in the login that asked for it")]
    public static partial void FactorEnrolled(ILogger logger);
}
