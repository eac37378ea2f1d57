using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>
/// The Token Vault grant, with every condition of Auth0's configuration guide
/// (auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/configure-token-vault). Which of the documented refusals carries which
/// error is partly known from the field only; docs/sandbox.md says which.
/// </summary>
internal sealed class TokenVaultExchange(
    Tenant tenant, AuthorizationStore store, AccessTokens tokens, ClientAuthenticator clients, BackChannelLogin login, SandboxWorld world,
    ProviderTokens providerTokens, TimeProvider clock)
{
    private const string RequestedTokenType = "http://auth0.com/oauth/token-type/federated-connection-access-token";
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string RefreshTokenType = "urn:ietf:params:oauth:token-type:refresh_token";

    private readonly Lock _stored = new();

    /// <exception cref="OAuthErrorException">Refused.</exception>
    public async Task<Dictionary<string, object>> ExchangeAsync(HttpRequest request, IReadOnlyDictionary<string, string> body)
    {
        var entry = new ExchangeEntry(clock.GetUtcNow(), body.GetValueOrDefault("client_id"), null, body.GetValueOrDefault("connection"), body.GetValueOrDefault("login_hint"), "granted");
        try
        {
            var client = await clients.AuthenticateAsync(request, body);
            CheckClient(client);
            var sub = await SubjectAsync(client, body);
            entry = entry with { ClientId = client.ClientId, Subject = sub };
            var account = Find(client, sub, body);
            var (token, grant) = ProviderToken(account);
            tenant.Exchanges.Add(entry);
            return new()
            {
                ["access_token"] = token,
                ["scope"] = string.Join(' ', account.Scopes),
                ["expires_in"] = (int)(grant.ExpiresAt - clock.GetUtcNow()).TotalSeconds,
                ["issued_token_type"] = RequestedTokenType,
                ["token_type"] = "Bearer",
            };
        }
        catch (OAuthErrorException error)
        {
            tenant.Exchanges.Add(entry with { Outcome = error.Error });
            throw;
        }
    }

    private static void CheckClient(OAuthClient client)
    {
        if (!client.GrantTypes.Contains(Tenant.TokenVaultGrant) || !client.IsFirstParty || client.IsPublic || !client.OidcConformant)
            throw OAuthErrorException.GrantNotAllowed(Tenant.TokenVaultGrant);
    }

    private async Task<string> SubjectAsync(OAuthClient client, IReadOnlyDictionary<string, string> body)
    {
        if (body.GetValueOrDefault("requested_token_type") != RequestedTokenType)
            throw OAuthErrorException.InvalidRequest("Invalid requested_token_type");
        var subjectToken = body.GetValueOrDefault("subject_token") ?? throw OAuthErrorException.InvalidRequest("Missing required parameter: subject_token");
        var (sub, scopes) = body.GetValueOrDefault("subject_token_type") switch
        {
            AccessTokenType => await SubjectOfAccessTokenAsync(client, subjectToken),
            RefreshTokenType => SubjectOfRefreshToken(client, subjectToken),
            _ => throw OAuthErrorException.InvalidRequest("Invalid subject_token_type"),
        };
        RunActions(client, tenant.FindUserBySub(sub)!, scopes);
        return sub;
    }

    private void RunActions(OAuthClient client, TenantUser user, IReadOnlyList<string> scopes)
    {
        if (tenant.Settings.VaultExchangeProtocol is { } protocol)
            login.Run(new ActionTransaction(protocol, client, user) { IsVaultExchange = true, TargetScopes = [.. scopes] });
        else if (tenant.Settings.MfaPolicy == MfaPolicy.Always)
            throw BackChannelLogin.MfaRequired();
    }

    /// <summary>The token must be one for the API that this Custom API Client stands for.</summary>
    private async Task<(string Sub, IReadOnlyList<string> Scopes)> SubjectOfAccessTokenAsync(OAuthClient client, string subjectToken)
    {
        var token = await tokens.ReadAsync(subjectToken) ?? throw new OAuthErrorException(401, "invalid_token", "The subject token is invalid or expired");
        return client.ResourceServerIdentifier is { } api && token.Audiences.Contains(api) && tenant.FindApi(api) is not null
            && tenant.FindUserBySub(token.Subject) is not null
                ? (token.Subject, token.TryGetPayloadValue<string>("scope", out var scope) ? scope.Split(' ') : [])
                : throw new OAuthErrorException(403, "access_denied", "The client is not linked to the audience of the subject token");
    }

    /// <summary>This exchange needs the refresh token grant too, and does not go with rotation.</summary>
    private (string Sub, IReadOnlyList<string> Scopes) SubjectOfRefreshToken(OAuthClient client, string subjectToken)
    {
        if (client.RefreshTokenRotation != "non-rotating" || !client.GrantTypes.Contains("refresh_token"))
            throw OAuthErrorException.GrantNotAllowed(Tenant.TokenVaultGrant);
        return store.FindRefreshToken(subjectToken) is { } grant && grant.Client.ClientId == client.ClientId
            ? (grant.User.Sub, grant.Scopes)
            : throw OAuthErrorException.InvalidGrant("Unknown or invalid refresh token.");
    }

    private ConnectedAccount Find(OAuthClient client, string sub, IReadOnlyDictionary<string, string> body)
    {
        var name = body.GetValueOrDefault("connection") ?? throw OAuthErrorException.InvalidRequest("Missing required parameter: connection");
        var connection = tenant.FindConnection(name);
        if (connection is not { ConnectedAccountsActive: true } || !connection.EnabledClients.Contains(client.ClientId))
            throw OAuthErrorException.InvalidRequest("The connection does not exist, or is not enabled for Token Vault and this client");

        var accounts = tenant.ConnectedAccountsOf(sub).Where(a => a.Connection == name).ToList();
        if (accounts.Count == 0 || !connection.HasOwnKeys)
            throw new OAuthErrorException(401, "federated_connection_refresh_token_not_found", "Federated connection Refresh Token not found.");
        if (body.GetValueOrDefault("login_hint") is { } hint)
            accounts = accounts.FindAll(a => Selects(hint, a));
        if (accounts.Count == 0)
            throw new OAuthErrorException(401, "user_not_found", "Identity User not found.");
        if (accounts.Count > 1 && tenant.Settings.SeveralAccounts == SeveralAccounts.Refused)
            throw OAuthErrorException.InvalidRequest("Several accounts are connected; login_hint is required");
        return accounts[0];
    }

    private bool Selects(string hint, ConnectedAccount account) => tenant.Settings.LoginHint switch
    {
        LoginHintForm.Email => SameAddress(hint, account),
        LoginHintForm.Subject => hint == account.ProviderSubject,
        _ => SameAddress(hint, account) || hint == account.ProviderSubject,
    };

    private static bool SameAddress(string hint, ConnectedAccount account) => string.Equals(hint, account.Address, StringComparison.OrdinalIgnoreCase);

    /// <summary>The stored token while the provider takes it, else a new one for the stored refresh token.</summary>
    private (string Token, ProviderGrant Grant) ProviderToken(ConnectedAccount account)
    {
        lock (_stored)
        {
            if (account.Stored is { } stored && stored.Grant.ExpiresAt > clock.GetUtcNow())
                return stored;
            if (!account.RefreshTokenIsValid || world.Find(account.WorldKey) is not { } worldAccount)
                throw new OAuthErrorException(401, "federated_connection_refresh_token_flow_failed", "Federated connection Refresh Token flow failed.");
            account.Stored = providerTokens.Issue(worldAccount, account.Scopes);
            return account.Stored.Value;
        }
    }
}
