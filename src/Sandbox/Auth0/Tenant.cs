using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Stores;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>
/// The tenant's configuration and users, seeded from <c>Seed/tenant.json</c> and changeable, so that a test or the control endpoint
/// can break it as an operator might. Thread safe; what it hands out are immutable records, kept in a store for each kind.
/// </summary>
public sealed class Tenant
{
    public const string TokenVaultGrant = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";

    /// <summary>The factors' names in Actions.</summary>
    internal const string Otp = "otp";
    internal const string Push = "push-notification";

    private readonly Lock _lock = new();
    private readonly TenantSeed _seed = TenantSeed.Load();
    private readonly Applications _applications;
    private readonly Accounts _accounts;
    private readonly LoginActions _actions;
    private readonly Store<ApiResource> _apis;
    private readonly Store<TenantConnection> _connections;
    private readonly Func<TenantSettings, TenantSettings> _settle;
    private TenantSettings _settings = new();
    private Uri? _agentServer;
    private Uri? _issuer;

    /// <param name="settle">What is other than in the seed, after a reset too.</param>
    /// <param name="isEmpty">
    /// Nobody has set it up: it has its users, connections with Auth0's developer keys that serve logins alone, and an application for the
    /// Management API.
    /// </param>
    public Tenant(Func<TenantSettings, TenantSettings>? settle = null, bool isEmpty = false)
    {
        IsEmpty = isEmpty;
        _settle = settle ?? (settings => settings);
        (_applications, _accounts, _actions) = (new(_lock), new(_lock), new(_lock));
        (_apis, _connections) = (new(_lock, api => api.Identifier), new(_lock, connection => connection.Name));
        Reset();
    }

    /// <summary>It began as one that nobody has set up.</summary>
    public bool IsEmpty { get; }

    public ExchangeLog Exchanges { get; } = new();

    public IReadOnlyList<TenantUser> Users => _accounts.Users.All;

    public OAuthClient AgentServerClient => FindClient(TenantSetUp.ApiClientId) ?? throw new InvalidOperationException("SetAgentServer comes first.");

    public OAuthClient AgentServerWebClient => FindClient(TenantSetUp.WebClientId)!;

    /// <summary>May do everything at the Management API.</summary>
    public OAuthClient AdminClient => FindClient(TenantSetUp.AdminClientId)!;

    public OAuthClient ChatClient => FindClient(TenantSetUp.ChatClientId)!;

    public IReadOnlyList<TenantConnection> Connections => _connections.All;

    /// <summary>The identifier of the tenant's My Account API, <c>https://{domain}/me/</c>.</summary>
    public string MyAccountAudience => new Uri(_issuer ?? throw new InvalidOperationException("The tenant has no domain yet."), "me/").ToString();

    public TenantSettings Settings
    {
        get
        {
            lock (_lock) return _settings;
        }

        set
        {
            lock (_lock) _settings = value;
        }
    }

    /// <summary>The Actions bound to the post-login trigger, in order.</summary>
    public IReadOnlyList<PostLoginAction> PostLoginActions
    {
        get => _actions.Running;
        set => _actions.Running = value;
    }

    internal IReadOnlyList<ApiResource> Apis => _apis.All;

    internal IReadOnlyList<ClientGrant> ClientGrants => _applications.Grants.All;

    internal IReadOnlyList<OAuthClient> Clients => _applications.Clients.All;

    /// <summary>Bound or not, deployed or not.</summary>
    internal IReadOnlyList<TenantAction> Actions => _actions.Actions.All;

    /// <summary>Of the post-login trigger, in order.</summary>
    internal IReadOnlyList<ActionBinding> Bindings
    {
        get => _actions.Bindings.All;
        set => _actions.Bindings.Replace(value);
    }

    /// <summary>Settings at the Management API that the sandbox makes nothing of.</summary>
    internal JsonObject OtherSettings { get; set; } = [];

    /// <summary>The same of their <c>flags</c>.</summary>
    internal JsonObject OtherFlags { get; set; } = [];

    /// <summary>Third-party clients log users in with connections of the domain level, and with no other.</summary>
    internal bool LetsThirdPartiesLogIn => _connections.Find(c => c is { AuthenticationActive: true, IsDomainConnection: true }) is not null;

    internal int ThirdPartyClients => Clients.Count(c => !c.IsFirstParty);

    /// <summary>Back to the seed; the agent server stays registered.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _settings = _settle(IsEmpty ? TenantSetUp.NoSettings : _seed.Settings);
            PostLoginActions = IsEmpty ? [] : PostLoginAction.Shipped;
            _accounts.Users.Replace(_seed.Users);
            _accounts.Connected.Replace(IsEmpty ? [] : _seed.ConnectedAccounts.Select(Connected));
            _applications.Clients.Replace(IsEmpty ? _seed.Clients.Where(TenantSetUp.IsThereBefore) : _seed.Clients);
            _applications.Grants.Replace([]);
            _connections.Replace(IsEmpty ? _seed.Connections.Select(TenantSetUp.Bare) : _seed.Connections);
            _apis.Replace([]);
            (OtherSettings, OtherFlags) = ([], []);
            Exchanges.Clear();
            if (_issuer is not null)
                SetIssuer(_issuer);
            if (_agentServer is not null)
                SetAgentServer(_agentServer);
        }
    }

    /// <summary>Registers the agent server's API, whose identifier is its MCP URL, the Custom API Client linked to it, and where its pages are.</summary>
    public void SetAgentServer(Uri mcpUrl)
    {
        lock (_lock)
        {
            _agentServer = mcpUrl;
            if (IsEmpty)
                return;
            Put(TenantSetUp.WithPages(AgentServerWebClient, _seed.Clients.Single(c => c.ClientId == TenantSetUp.WebClientId).Callbacks, new Uri(mcpUrl, "./")));
            var api = TenantSetUp.Api(mcpUrl);
            _apis.Remove(other => other.Name == api.Name);
            Put(api);
            Put(TenantSetUp.ApiClient(mcpUrl));
        }
    }

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

    /// <summary>By their names in Actions, enabled at the tenant or not.</summary>
    internal static IReadOnlyList<string> EnrolledFactors(TenantUser user) =>
        [.. user.PhoneSecret is null ? (string[])[] : [Push], .. user.TotpSecret is null ? (string[])[] : [Otp]];

    internal static string NewId(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>The tenant's domain is known: it has its Management API, and activates the My Account API.</summary>
    internal void SetIssuer(Uri issuer)
    {
        lock (_lock)
        {
            _issuer = issuer;
            var management = TenantSetUp.ManagementApi(issuer);
            _apis.Remove(api => api.IsSystem);
            _apis.Put(management);
            _applications.Grants.Remove(g => g.ClientId == TenantSetUp.AdminClientId);
            Put(new ClientGrant(TenantSetUp.AdminClientId, management.Identifier, management.Scopes));
            if (IsEmpty)
                return;
            var myAccount = NewMyAccount();
            Put(myAccount);
            _applications.Grants.Remove(g => g.ClientId == TenantSetUp.WebClientId && g.SubjectType == "user");
            Put(new ClientGrant(TenantSetUp.WebClientId, myAccount.Identifier, myAccount.Scopes, "user"));
            Put(AgentServerWebClient with { RefreshTokenPolicies = new Dictionary<string, IReadOnlyList<string>> { [myAccount.Identifier] = myAccount.Scopes } });
        }
    }

    internal ApiResource NewMyAccount() => TenantSetUp.MyAccountApi(MyAccountAudience);

    /// <summary>Whether pages of that origin may read the answers of the token endpoint: those that a client's callbacks are on (Auth0's default for CORS).</summary>
    internal bool AllowsOrigin(string origin) =>
        Clients.Any(c => c.Callbacks.Any(callback => callback.GetLeftPart(UriPartial.Authority) == origin))
        || (Settings.LoopbackPorts == LoopbackPorts.Any && Uri.TryCreate(origin, UriKind.Absolute, out var url) && url is { Scheme: "http", IsLoopback: true });

    internal TenantUser? FindUserByPhone(string secret) => _accounts.Users.Find(u => u.PhoneSecret is not null && u.PhoneSecret == secret);

    /// <summary>The operator has registered applications at Google and Microsoft, and put their keys into the connections by hand.</summary>
    internal void BringConnectionKeys()
    {
        foreach (var seed in _seed.Connections)
            _connections.Change(c => c.Name == seed.Name, c => c with { Options = seed.Options });
    }

    internal void Put(TenantAction action) => _actions.Actions.Put(action);

    internal void Remove(TenantAction action) => _actions.Remove(action);

    internal void Remove(TenantConnection connection) => _connections.Remove(c => c.Name == connection.Name);

    internal void Remove(ApiResource api) => _apis.Remove(a => a.Identifier == api.Identifier);

    internal void Remove(OAuthClient client) => _applications.Clients.Remove(c => c.ClientId == client.ClientId);

    private ConnectedAccount Connected(ConnectedAccountSeed seed, int index) => new()
    {
        Id = $"cac_{index + 1:D20}",
        UserSub = seed.UserSub,
        Connection = seed.Connection,
        WorldKey = seed.WorldKey,
        Address = seed.Address,
        ProviderSubject = seed.ProviderSubject,
        Scopes = _seed.Connections.Single(c => c.Name == seed.Connection).Scopes,
    };
}

/// <summary>What a client may do at an API.</summary>
/// <param name="SubjectType"><c>client</c>: in its own name; <c>user</c>: on behalf of its users.</param>
public sealed record ClientGrant(string ClientId, string Audience, IReadOnlyList<string> Scope, string SubjectType = "client")
{
    public string Id { get; init; } = Tenant.NewId("cgr_");
}
