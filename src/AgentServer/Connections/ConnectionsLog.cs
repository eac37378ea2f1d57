using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Connections;

internal static partial class ConnectionsLog
{
    [LoggerMessage(500, LogLevel.Information, "A user connected an account through {Connection}")]
    public static partial void Connected(ILogger logger, string connection);

    [LoggerMessage(501, LogLevel.Information, "A user disconnected an account of {Connection}")]
    public static partial void Disconnected(ILogger logger, string connection);

    /// <summary>401 after a good login means most often that the web application lacks the refresh token policy for My Account.</summary>
    [LoggerMessage(502, LogLevel.Warning, "My Account refused a request of a logged-in user: HTTP {Status}, {Reason}. " + OperatorHelp.Check + " looks for what the tenant lacks")]
    public static partial void MyAccountRefused(ILogger logger, int? status, string? reason);

    [LoggerMessage(504, LogLevel.Error, "Auth0 does not accept the web application ({Reason}): check Auth0:WebClient:ClientId and ClientSecret, and by " + OperatorHelp.Check + " the application")]
    public static partial void WebClientRefused(ILogger logger, string? reason);
}
