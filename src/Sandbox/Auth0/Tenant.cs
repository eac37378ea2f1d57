using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Management;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>
/// The tenant's configuration and users, seeded from <c>Seed/tenant.json</c> and changeable, so that a test or the control endpoint
/// can break it as an operator might. Thread safe; what it hands out are immutable records.
/// </summary>
public sealed class Tenant
{
    public const string TokenVaultGrant = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";

    /// <summary>The factors' names in Actions.</summary>
    internal const string Otp = "otp";
    internal const string Push = "push-notification";

    private const string AgentServerClientId = "agent-server-api";
    private const string AdminClientId = "tenant-admin";
    private const string ChatClientId = "sandbox-chat";
    private const string WebClientId = "agent-server-web";
    private static readonly string[] ApiScopes = ["calendar:read", "mail:read", "mail:send"];
    private static readonly string[] MyAccountScopes =
        [MyAccount.MyAccountEndpoints.Create, MyAccount.MyAccountEndpoints.Read, MyAccount.MyAccountEndpoints.Delete];

    private readonly Lock _lock = new();
    private readonly TenantSeed _seed = TenantSeed.Load();
    private readonly List<TenantUser> _users = [];
    private readonly List<OAuthClient> _clients = [];
    private readonly List<ApiResource> _apis = [];
    private readonly List<TenantConnection> _connections = [];
    private readonly List<ConnectedAccount> _connectedAccounts = [];
    private readonly List<ClientGrant> _clientGrants = [];
    private readonly X509Certificate2Collection _clientHosts = [];
    private readonly Func<TenantSettings, TenantSettings> _settle;
    private TenantSettings _settings = new();
    private readonly List<TenantAction> _actions = [];
    private readonly List<ActionBinding> _bindings = [];
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
        Reset();
    }

    /// <summary>It began as one that nobody has set up.</summary>
    public bool IsEmpty { get; }

    public ExchangeLog Exchanges { get; } = new();

    public IReadOnlyList<TenantUser> Users => Locked(() => _users.ToList());

    public OAuthClient AgentServerClient => FindClient(AgentServerClientId) ?? throw new InvalidOperationException("SetAgentServer comes first.");

    public OAuthClient AgentServerWebClient => FindClient(WebClientId)!;

    /// <summary>May do everything at the Management API.</summary>
    public OAuthClient AdminClient => FindClient(AdminClientId)!;

    public OAuthClient ChatClient => FindClient(ChatClientId)!;

    internal IReadOnlyList<ApiResource> Apis => Locked(() => _apis.ToList());

    internal IReadOnlyList<ClientGrant> ClientGrants => Locked(() => _clientGrants.ToList());

    /// <summary>Settings at the Management API that the sandbox makes nothing of.</summary>
    internal JsonObject OtherSettings { get; set; } = [];

    /// <summary>The same of their <c>flags</c>.</summary>
    internal JsonObject OtherFlags { get; set; } = [];

    internal IReadOnlyList<OAuthClient> Clients => Locked(() => _clients.ToList());

    public IReadOnlyList<TenantConnection> Connections => Locked(() => _connections.ToList());

    /// <summary>The identifier of the tenant's My Account API, <c>https://{domain}/me/</c>.</summary>
    public string MyAccountAudience => new Uri(_issuer ?? throw new InvalidOperationException("The tenant has no domain yet."), "me/").ToString();

    public TenantSettings Settings
    {
        get => Locked(() => _settings);
        set => Locked(() => _settings = value);
    }

    /// <summary>The Actions bound to the post-login trigger, in order.</summary>
    public IReadOnlyList<PostLoginAction> PostLoginActions
    {
        get => Locked(() => _bindings.Select(b => _actions.Find(a => a.Id == b.ActionId)?.Deployed).OfType<PostLoginAction>().ToList());
        set => Locked(() =>
        {
            var actions = value.Select(TenantAction.Of).ToList();
            Replace(_actions, actions);
            Replace(_bindings, actions.Select(action => new ActionBinding(NewId("bind_"), action.Id, action.Name)));
            return true;
        });
    }

    /// <summary>Bound or not, deployed or not.</summary>
    internal IReadOnlyList<TenantAction> Actions => Locked(() => _actions.ToList());

    /// <summary>Of the post-login trigger, in order.</summary>
    internal IReadOnlyList<ActionBinding> Bindings
    {
        get => Locked(() => _bindings.ToList());
        set => Locked(() =>
        {
            Replace(_bindings, value.ToList());
            return true;
        });
    }

    internal void Put(TenantAction action) => Locked(() => Put(_actions, action, a => a.Id == action.Id));

    /// <summary>Back to the seed; the agent server stays registered.</summary>
    public void Reset() => Locked(() =>
    {
        _settings = _settle(_seed.Settings);
        PostLoginActions = PostLoginAction.Shipped;
        Replace(_users, _seed.Users);
        Replace(_clients, _seed.Clients);
        Replace(_connections, _seed.Connections);
        Replace(_connectedAccounts, _seed.ConnectedAccounts.Select(Connected));
        (OtherSettings, OtherFlags) = ([], []);
        _apis.Clear();
        _clientGrants.Clear();
        Exchanges.Clear();
        if (IsEmpty)
            Empty();
        if (_issuer is not null)
            RegisterSystemApis();
        if (_agentServer is not null)
            RegisterAgentServer(_agentServer);
        return true;
    });

    /// <summary>Registers the agent server's API, whose identifier is its MCP URL, the Custom API Client linked to it, and where its pages are.</summary>
    public void SetAgentServer(Uri mcpUrl) => Locked(() =>
    {
        _agentServer = mcpUrl;
        RegisterAgentServer(mcpUrl);
        return true;
    });

    /// <summary>The tenant's domain is known: it has its Management API, and activates the My Account API.</summary>
    internal void SetIssuer(Uri issuer) => Locked(() =>
    {
        _issuer = issuer;
        RegisterSystemApis();
        return true;
    });

    /// <summary>
    /// Registers a client by its metadata document, as an administrator does: the document is fetched once, over HTTPS, and must name
    /// its own URL as <c>client_id</c>. Such clients are always third-party.
    /// </summary>
    /// <exception cref="ClientMetadataException">The document cannot be had, or breaks a rule.</exception>
    public async Task<OAuthClient> RegisterCimdClientAsync(Uri documentUrl, CancellationToken cancellationToken)
    {
        if (!Settings.ClientIdMetadataDocumentSupported)
            throw new ClientMetadataException("Client ID Metadata Document Registration is off for this tenant.");
        var read = await PreviewCimdClientAsync(documentUrl, cancellationToken);
        return Locked(() =>
        {
            // One that is known keeps its id.
            var client = read with { ClientId = FindClient(documentUrl.ToString())?.ClientId ?? read.ClientId };
            Put(_clients, client, c => c.ExternalClientId == documentUrl);
            return client;
        });
    }

    /// <summary>The client that its metadata document would make.</summary>
    /// <exception cref="ClientMetadataException">The document cannot be had, or breaks a rule.</exception>
    public Task<OAuthClient> PreviewCimdClientAsync(Uri documentUrl, CancellationToken cancellationToken) =>
        ClientMetadataFetcher.FetchAsync(documentUrl, Locked(() => new X509Certificate2Collection(_clientHosts)), cancellationToken);

    /// <summary>Documents may come from a host on loopback that shows this certificate: a client of a demo or a test lives there.</summary>
    public void TrustClientHost(X509Certificate2 certificate) => Locked(() => _clientHosts.Add(certificate));

    /// <summary>Whether pages of that origin may read the answers of the token endpoint: those that a client's callbacks are on (Auth0's default for CORS).</summary>
    internal bool AllowsOrigin(string origin) => Locked(() =>
        _clients.Exists(c => c.Callbacks.Any(callback => callback.GetLeftPart(UriPartial.Authority) == origin))
        || (_settings.LoopbackPorts == LoopbackPorts.Any && Uri.TryCreate(origin, UriKind.Absolute, out var url) && url is { Scheme: "http", IsLoopback: true }));

    /// <summary>Third-party clients log users in with connections of the domain level, and with no other.</summary>
    internal bool LetsThirdPartiesLogIn => Locked(() => _connections.Exists(c => c is { AuthenticationActive: true, IsDomainConnection: true }));

    internal int ThirdPartyClients => Locked(() => _clients.Count(c => !c.IsFirstParty));

    public TenantUser? FindUser(string email) =>
        Locked(() => _users.Find(u => string.Equals(u.Email, email, StringComparison.OrdinalIgnoreCase)));

    public TenantUser? FindUserBySub(string sub) => Locked(() => _users.Find(u => u.Sub == sub));

    /// <summary>By client id, or by the URL of a CIMD client.</summary>
    public OAuthClient? FindClient(string? id) =>
        Locked(() => _clients.Find(c => c.ExternalClientId is null ? c.ClientId == id : c.ExternalClientId.ToString() == id));

    public ApiResource? FindApi(string? identifier) => Locked(() => _apis.Find(a => a.Identifier == identifier));

    public TenantConnection? FindConnection(string? name) => Locked(() => _connections.Find(c => c.Name == name));

    public IReadOnlyList<ConnectedAccount> ConnectedAccountsOf(string sub) =>
        Locked(() => _connectedAccounts.Where(a => a.UserSub == sub).ToList());

    /// <summary>The scopes that a client may get for an API; null without a client grant of that kind.</summary>
    /// <param name="subjectType"><c>client</c> or <c>user</c>.</param>
    public ClientGrant? FindClientGrant(string clientId, string audience, string subjectType = "client") =>
        Locked(() => _clientGrants.Find(g => g.ClientId == clientId && g.Audience == audience && g.SubjectType == subjectType));

    public void RemoveClientGrant(ClientGrant grant) => Locked(() => _clientGrants.Remove(grant));

    /// <summary>By their names in Actions, enabled at the tenant or not.</summary>
    internal static IReadOnlyList<string> EnrolledFactors(TenantUser user) =>
        [.. user.PhoneSecret is null ? (string[])[] : [Push], .. user.TotpSecret is null ? (string[])[] : [Otp]];

    internal TenantUser? FindUserByPhone(string secret) => Locked(() => _users.Find(u => u.PhoneSecret is not null && u.PhoneSecret == secret));

    public void AddUser(TenantUser user) => Locked(() => Put(_users, user, u => u.Sub == user.Sub));

    public void AddConnectedAccount(ConnectedAccount account) => Locked(() => Put(_connectedAccounts, account, a => a.Id == account.Id));

    /// <summary>The scopes that a connection asks its provider for where nobody says otherwise.</summary>
    public IReadOnlyList<string> ConnectionScopes(string connection) => FindConnection(connection)?.Scopes ?? [];

    /// <summary>A connected account as the Connected Accounts flow leaves it: one that was there keeps its id and gets the new grant.</summary>
    public ConnectedAccount Connect(
        string sub, string connection, World.ProviderAccount granted, IReadOnlyList<string> scopes, DateTimeOffset now) => Locked(() =>
    {
        var account = new ConnectedAccount
        {
            Id = _connectedAccounts.Find(a => a.UserSub == sub && a.Connection == connection && a.WorldKey == granted.Key)?.Id ?? NewId("cac_"),
            UserSub = sub,
            Connection = connection,
            WorldKey = granted.Key,
            Address = granted.Address,
            ProviderSubject = granted.ProviderUserId,
            Scopes = scopes,
            CreatedAt = now,
        };
        Put(_connectedAccounts, account, a => a.Id == account.Id);
        return account;
    });

    /// <summary>The provider no longer takes the refresh tokens that it gave out for this account.</summary>
    public void EndRefreshTokens(string worldKey) => Locked(() =>
    {
        for (var i = 0; i < _connectedAccounts.Count; i++)
            if (_connectedAccounts[i].WorldKey == worldKey)
                _connectedAccounts[i] = _connectedAccounts[i] with { RefreshTokenIsValid = false };
        return true;
    });

    public void RemoveConnectedAccount(string id) => Locked(() => _connectedAccounts.RemoveAll(a => a.Id == id));

    public void Put(OAuthClient client) => Locked(() => Put(_clients, client, c => c.ClientId == client.ClientId));

    /// <summary>The operator has registered applications at Google and Microsoft, and put their keys into the connections by hand.</summary>
    internal void BringConnectionKeys() =>
        Locked(() => _seed.Connections.All(seed => FindConnection(seed.Name) is { } connection && Put(_connections, connection with { Options = seed.Options }, c => c.Name == seed.Name)));

    internal void Remove(TenantAction action) => Locked(() =>
    {
        _bindings.RemoveAll(b => b.ActionId == action.Id);
        return _actions.RemoveAll(a => a.Id == action.Id);
    });

    internal void Remove(TenantConnection connection) => Locked(() => _connections.RemoveAll(c => c.Name == connection.Name));

    internal void Remove(ApiResource api) => Locked(() => _apis.RemoveAll(a => a.Identifier == api.Identifier));

    internal void Remove(OAuthClient client) => Locked(() => _clients.RemoveAll(c => c.ClientId == client.ClientId));

    public void Put(ApiResource api) => Locked(() => Put(_apis, api, a => a.Identifier == api.Identifier));

    public void Put(TenantConnection connection) => Locked(() => Put(_connections, connection, c => c.Name == connection.Name));

    public void Put(ClientGrant grant) =>
        Locked(() => Put(
            _clientGrants, grant, g => g.ClientId == grant.ClientId && g.Audience == grant.Audience && g.SubjectType == grant.SubjectType));

    internal static string NewId(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    private void RegisterSystemApis()
    {
        var management = new ApiResource { Identifier = ManagementAccess.AudienceOf(_issuer!.ToString()), Name = "Auth0 Management API", IsSystem = true, Scopes = ManagementScopes.All };
        Put(_apis, management, a => a.Name == management.Name);
        Put(_clientGrants, new ClientGrant(AdminClientId, management.Identifier, management.Scopes), g => g.ClientId == AdminClientId);
        if (IsEmpty)
            return;
        var api = NewMyAccount();
        Put(_apis, api, a => a.Name == api.Name);
        Put(_clientGrants, new ClientGrant(WebClientId, api.Identifier, MyAccountScopes, "user"), g => g.ClientId == WebClientId && g.SubjectType == "user");
        Put(_clients, FindClient(WebClientId)! with
        {
            RefreshTokenPolicies = new Dictionary<string, IReadOnlyList<string>> { [api.Identifier] = MyAccountScopes },
        }, c => c.ClientId == WebClientId);
    }

    internal ApiResource NewMyAccount() => new()
    {
        Identifier = MyAccountAudience, Name = "Auth0 My Account API", IsSystem = true, Scopes = MyAccountScopes, UserAccess = "require_client_grant",
    };

    private void Empty()
    {
        _settings = _settle(new TenantSettings
        {
            Factors = [], CustomizeMfaInPostloginAction = false, ResourceParameterProfile = "audience", AuthorizationResponseIssParameterSupported = false, ClientIdMetadataDocumentSupported = false,
        });
        PostLoginActions = [];
        _clients.RemoveAll(c => c.ClientId is not (AdminClientId or ChatClientId));
        _connectedAccounts.Clear();
        Replace(_connections, _seed.Connections.Select(c => c with { ConnectedAccountsActive = false, EnabledClients = [], Options = [], IsDomainConnection = false }));
    }

    private void RegisterAgentServer(Uri mcpUrl)
    {
        if (IsEmpty)
            return;
        var pages = new Uri(mcpUrl, "./");
        var web = FindClient(WebClientId)!;
        Put(_clients, web with
        {
            Callbacks = [.. _seed.Clients.Single(c => c.ClientId == WebClientId).Callbacks, new Uri(pages, "signin/callback"), new Uri(pages, "connect/callback")],
            AllowedLogoutUrls = [new Uri(pages, "signed-out")],
        }, c => c.ClientId == WebClientId);
        Put(_apis, new ApiResource
        {
            Identifier = mcpUrl.ToString(), Name = "Token Vault Agent", Scopes = ApiScopes, ThirdPartyPermissions = ApiScopes,
            AuthorizationDetailsTypes = ["urn:auth0:schemas:authorization-details:v1:token-vault-agent-action"],
        }, a => a.Name == "Token Vault Agent");
        Put(_clients, new OAuthClient
        {
            ClientId = AgentServerClientId,
            Name = "Token Vault Agent (Custom API Client)",
            AppType = "resource_server",
            TokenEndpointAuthMethod = "client_secret_post",
            ClientSecret = "sandbox-secret-of-agent-server-api-0001",
            GrantTypes = [TokenVaultGrant],
            ResourceServerIdentifier = mcpUrl.ToString(),
        }, c => c.ClientId == AgentServerClientId);
    }

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

    private static bool Put<T>(List<T> list, T item, Predicate<T> same)
    {
        var at = list.FindIndex(same);
        if (at < 0)
            list.Add(item);
        else
            list[at] = item;
        return true;
    }

    private static void Replace<T>(List<T> list, IEnumerable<T> items)
    {
        list.Clear();
        list.AddRange(items);
    }

    private T Locked<T>(Func<T> body)
    {
        lock (_lock) return body();
    }
}

/// <summary>What a client may do at an API.</summary>
/// <param name="SubjectType"><c>client</c>: in its own name; <c>user</c>: on behalf of its users.</param>
public sealed record ClientGrant(string ClientId, string Audience, IReadOnlyList<string> Scope, string SubjectType = "client")
{
    public string Id { get; init; } = Tenant.NewId("cgr_");
}
