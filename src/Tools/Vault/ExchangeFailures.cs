using System.Net;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// What each of Auth0's refusals means for an agent. Decided by <c>error</c> and status, never by the description; an error that is
/// not known here is never taken for a missing connection.
/// </summary>
internal static class ExchangeFailures
{
    private static readonly HashSet<string> KnownErrors = new(StringComparer.Ordinal)
    {
        "federated_connection_refresh_token_not_found", "federated_connection_refresh_token_flow_failed", "user_not_found",
        "mfa_required", "unauthorized_client", "invalid_client", "access_denied", "invalid_grant", "invalid_token", "invalid_request",
        "unsupported_grant_type", "too_many_requests",
    };

    /// <summary>The error where it is known, else <c>unknown_error</c>: what a stranger writes does not reach logs and metrics.</summary>
    public static string KnownError(string? error) => error is not null && KnownErrors.Contains(error) ? error : "unknown_error";

    public static ToolFailure From(TokenExchangeResult result, TokenKey key) => result switch
    {
        TokenExchangeResult.Refused refused => FromRefusal(refused, key),
        TokenExchangeResult.Limited limited => Limited("This server limits how often tokens are exchanged for one user.", limited.RetryAfter),
        _ => new ToolFailure(
            FailureCode.ProviderUnavailable,
            "Auth0 could not be reached to obtain a token.",
            "Try again in a minute; nothing was done."),
    };

    /// <summary>The account is connected, but not for this.</summary>
    public static ToolFailure MissingScopes(string connection, IReadOnlyList<string> missing) => new(
        FailureCode.ConsentRequired,
        $"The account at {connection} was connected without permission for this: {string.Join(", ", missing)} is missing.",
        "Ask the user to grant what is missing (accounts_connect gives a link), then repeat the call.");

    private static ToolFailure FromRefusal(TokenExchangeResult.Refused refused, TokenKey key) => refused switch
    {
        { Status: HttpStatusCode.TooManyRequests } or { Error: "too_many_requests" } =>
            Limited("Auth0 limits how often tokens may be exchanged.", refused.RetryAfter),
        { Error: "federated_connection_refresh_token_not_found" } => NotConnected($"No account is connected through {key.Connection}."),
        { Error: "user_not_found" } => NotConnected($"No such account is connected through {key.Connection}."),
        { Error: "federated_connection_refresh_token_flow_failed" } => NotConnected(
            $"The connection to the account at {key.Connection} has ended: the provider no longer accepts it."),
        { Error: "mfa_required" } => Misconfigured(
            "Auth0 asks for MFA on the token exchange, which no one can answer.",
            "set the tenant's MFA policy to Never (Security > Multi-factor Auth) and challenge from a post-login Action on interactive logins instead"),
        { Error: "unauthorized_client" } or { Error: "unsupported_grant_type" } => Misconfigured(
            "The exchanging client may not use the Token Vault grant.",
            "add the Token Vault grant to the Custom API Client (Applications > Advanced Settings > Grant Types); it must be first-party, confidential and OIDC conformant"),
        { Error: "invalid_client" } or { Error: "access_denied" } => Misconfigured(
            "Auth0 did not accept this server's client credentials, or denies it the exchange.",
            "check Auth0:ClientId and the client's secret or key, and that the client is linked to the API with the identifier Auth0:Audience"),
        { Error: "invalid_grant" } or { Error: "invalid_token" } => new ToolFailure(
            FailureCode.Forbidden, "Auth0 no longer accepts the login behind this call.", "Ask the user to sign in again, then repeat the call."),
        { Error: "invalid_request" } => Misconfigured(
            $"Auth0 did not understand the exchange for the connection {key.Connection}.",
            $"check that Vault:Connections names it as Auth0 does, that Connected Accounts for Token Vault is active on it and that it is enabled for the client"),
        _ => Misconfigured(
            $"Auth0 refused the exchange for the connection {key.Connection} for a reason that is not documented (HTTP {(int)refused.Status}).",
            "look for the failed exchange (type feta) in the tenant's log (Monitoring > Logs)"),
    };

    private static ToolFailure Limited(string message, TimeSpan? retryAfter) =>
        new(FailureCode.RateLimited, message, "Wait, then repeat the call; nothing was done.")
        {
            RetryAfterSeconds = retryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null,
        };

    private static ToolFailure NotConnected(string message) => new(
        FailureCode.ConnectRequired, message, "Ask the user to connect the account (accounts_connect gives a link), then repeat the call.");

    private static ToolFailure Misconfigured(string message, string remedy) => new(
        FailureCode.TenantMisconfigured, message, $"The agent and its user cannot mend this. The operator should {remedy}; {OperatorHelp.Check} tells what is wrong.");
}
