using System.Net.Http.Json;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>Token Vault exchanges at a sandbox, by access token and by refresh token.</summary>
internal static class VaultClient
{
    public const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    public const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";
    public const string RequestedTokenType = "http://auth0.com/oauth/token-type/federated-connection-access-token";
    public const string Google = "google-oauth2";
    public const string Microsoft = "windowslive";

    /// <summary>As the agent server does for a caller: its Custom API Client, with the caller's access token.</summary>
    public static Task<TenantAnswer> ExchangeAsync(
        this TenantSandbox sandbox, string accessToken, params (string Name, string? Value)[] changes) =>
        sandbox.TokenAsync(Parameters(sandbox, accessToken, changes));

    public static Task<TenantAnswer> ExchangeJsonAsync(
        this TenantSandbox sandbox, string accessToken, params (string Name, string? Value)[] changes) =>
        sandbox.SendAsync(new HttpRequestMessage(HttpMethod.Post, "oauth/token")
        {
            Content = JsonContent.Create(TenantSandbox.Form(Parameters(sandbox, accessToken, changes))),
        });

    /// <summary>As the agent server's own web application does: with the refresh token of its login.</summary>
    public static Task<TenantAnswer> ExchangeRefreshTokenAsync(
        this TenantSandbox sandbox, string refreshToken, params (string Name, string? Value)[] changes) =>
        sandbox.ExchangeAsync(refreshToken,
        [
            ("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret),
            ("subject_token_type", RefreshTokenType), .. changes,
        ]);

    /// <summary>The caller's access token for the agent server's API.</summary>
    public static async Task<string> SubjectAsync(this TenantSandbox sandbox, string email = TenantSandbox.Ada) =>
        (await sandbox.LogInAsync(email)).AccessToken;

    /// <summary>The account in the world that a provider takes a token for.</summary>
    public static string? AccountOf(this TenantSandbox sandbox, string providerToken, ProviderKind provider = ProviderKind.Google) =>
        sandbox.Host.ProviderTokens.Find(providerToken, provider)?.Account.Key;

    /// <summary>The one account that a user of the tenant has at a connection.</summary>
    public static ConnectedAccount AccountAt(this TenantSandbox sandbox, string connection, string email = TenantSandbox.Ada) =>
        sandbox.Tenant.ConnectedAccountsOf(sandbox.Tenant.FindUser(email)!.Sub).Single(a => a.Connection == connection);

    private static (string Name, string? Value)[] Parameters(TenantSandbox sandbox, string subject, (string Name, string? Value)[] changes) =>
    [
        ("grant_type", Tenant.TokenVaultGrant),
        ("client_id", "agent-server-api"),
        ("client_secret", sandbox.Tenant.AgentServerClient.ClientSecret),
        ("subject_token", subject),
        ("subject_token_type", AccessTokenType),
        ("requested_token_type", RequestedTokenType),
        ("connection", Google),
        .. changes,
    ];
}
