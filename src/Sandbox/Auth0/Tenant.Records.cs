using System.Security.Cryptography.X509Certificates;
using TokenVaultAgent.Sandbox.Auth0.Actions;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>The records of the tenant: looked up, put in the place of the one with the same key, and taken away.</summary>
public sealed partial class Tenant
{
    public IReadOnlyList<TenantUser> Users => _accounts.Users.All;

    public IReadOnlyList<TenantConnection> Connections => _connections.All;

    internal IReadOnlyList<ApiResource> Apis => _apis.All;

    internal IReadOnlyList<ClientGrant> ClientGrants => _applications.Grants.All;

    internal IReadOnlyList<OAuthClient> Clients => _applications.Clients.All;

    /// <summary>Bound or not, deployed or not.</summary>
    internal IReadOnlyList<TenantAction> Actions => _actions.Actions.All;

    public TenantUser? FindUser(string email) => _accounts.Users.Find(u => string.Equals(u.Email, email, StringComparison.OrdinalIgnoreCase));

    public TenantUser? FindUserBySub(string sub) => _accounts.Users.Find(u => u.Sub == sub);

    /// <summary>By client id, or by the URL of a CIMD client.</summary>
    public OAuthClient? FindClient(string? id) => _applications.Find(id);

    public ApiResource? FindApi(string? identifier) => _apis.Find(a => a.Identifier == identifier);

    public TenantConnection? FindConnection(string? name) => _connections.Find(c => c.Name == name);

    /// <summary>The scopes that a client may get for an API; null without a client grant of that kind.</summary>
    /// <param name="subjectType"><c>client</c> or <c>user</c>.</param>
    public ClientGrant? FindClientGrant(string clientId, string audience, string subjectType = "client") =>
        _applications.Grants.Find(g => g.ClientId == clientId && g.Audience == audience && g.SubjectType == subjectType);

    public IReadOnlyList<ConnectedAccount> ConnectedAccountsOf(string sub) => [.. _accounts.Connected.All.Where(a => a.UserSub == sub)];

    /// <summary>A connected account as the Connected Accounts flow leaves it: one that was there keeps its id and gets the new grant.</summary>
    public ConnectedAccount Connect(string sub, string connection, World.ProviderAccount granted, IReadOnlyList<string> scopes, DateTimeOffset now) =>
        _accounts.Connect(sub, connection, granted, scopes, now);

    /// <summary>The provider no longer takes the refresh tokens that it gave out for this account.</summary>
    public void EndRefreshTokens(string worldKey) => _accounts.Connected.Change(a => a.WorldKey == worldKey, a => a with { RefreshTokenIsValid = false });

    public void AddUser(TenantUser user) => _accounts.Users.Put(user);

    public void AddConnectedAccount(ConnectedAccount account) => _accounts.Connected.Put(account);

    public void RemoveConnectedAccount(string id) => _accounts.Connected.Remove(a => a.Id == id);

    public void Put(OAuthClient client) => _applications.Clients.Put(client);

    public void Put(ClientGrant grant) => _applications.Grants.Put(grant);

    public void Put(ApiResource api) => _apis.Put(api);

    public void Put(TenantConnection connection) => _connections.Put(connection);

    public void RemoveClientGrant(ClientGrant grant) => _applications.Grants.Remove(g => g.Id == grant.Id);

    internal TenantUser? FindUserByPhone(string secret) => _accounts.Users.Find(u => u.PhoneSecret is not null && u.PhoneSecret == secret);

    /// <summary>Documents may come from a host on loopback that shows this certificate: a client of a demo or a test lives there.</summary>
    public void TrustClientHost(X509Certificate2 certificate) => _applications.Trust(certificate);

    /// <summary>
    /// Registers a client by its metadata document, as an administrator does: the document is fetched once, over HTTPS, and must name
    /// its own URL as <c>client_id</c>. Such clients are always third-party.
    /// </summary>
    /// <exception cref="ClientMetadataException">The document cannot be had, or breaks a rule.</exception>
    public async Task<OAuthClient> RegisterCimdClientAsync(Uri documentUrl, CancellationToken cancellationToken)
    {
        if (!Settings.ClientIdMetadataDocumentSupported)
            throw new ClientMetadataException("Client ID Metadata Document Registration is off for this tenant.");
        var client = await PreviewCimdClientAsync(documentUrl, cancellationToken);
        Put(client);
        return client;
    }

    /// <summary>The client that its metadata document would make.</summary>
    /// <exception cref="ClientMetadataException">The document cannot be had, or breaks a rule.</exception>
    public Task<OAuthClient> PreviewCimdClientAsync(Uri documentUrl, CancellationToken cancellationToken) => _applications.ReadDocumentAsync(documentUrl, cancellationToken);

    internal void Put(TenantAction action) => _actions.Actions.Put(action);

    internal void Remove(TenantAction action) => _actions.Remove(action);

    internal void Remove(TenantConnection connection) => _connections.Remove(c => c.Name == connection.Name);

    internal void Remove(ApiResource api) => _apis.Remove(a => a.Identifier == api.Identifier);

    internal void Remove(OAuthClient client) => _applications.Clients.Remove(c => c.ClientId == client.ClientId);
}
