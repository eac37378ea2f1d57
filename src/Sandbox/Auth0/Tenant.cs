using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Stores;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>
/// The tenant's configuration and users, seeded from <c>Seed/tenant.json</c> and changeable, so that a test or the control endpoint
/// can break it as an operator might. Thread safe; what it hands out are immutable records, kept in a store for each kind.
/// </summary>
public sealed partial class Tenant
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
    private readonly Func<string, string, bool> _isInWorld;
    private TenantSettings _settings = new();
    private Uri? _agentServer;
    private Uri? _issuer;

    /// <param name="settle">What is other than in the seed, after a reset too.</param>
    /// <param name="isEmpty">
    /// Nobody has set it up: it has its users, connections with Auth0's developer keys that serve logins alone, and an application for the
    /// Management API.
    /// </param>
    /// <param name="isInWorld">
    /// Whether there is an account of that key and address at its provider: of the seed's connected accounts only those are connected. Null for all.
    /// </param>
    public Tenant(Func<TenantSettings, TenantSettings>? settle = null, bool isEmpty = false, Func<string, string, bool>? isInWorld = null)
    {
        IsEmpty = isEmpty;
        _isInWorld = isInWorld ?? ((_, _) => true);
        _settle = settle ?? (settings => settings);
        (_applications, _accounts, _actions) = (new(_lock), new(_lock), new(_lock));
        (_apis, _connections) = (new(_lock, api => api.Identifier), new(_lock, connection => connection.Name));
        Reset();
    }

    /// <summary>It began as one that nobody has set up.</summary>
    public bool IsEmpty { get; }

    public ExchangeLog Exchanges { get; } = new();

    public OAuthClient AgentServerClient => FindClient(TenantSetUp.ApiClientId) ?? throw new InvalidOperationException("SetAgentServer comes first.");

    public OAuthClient AgentServerWebClient => FindClient(TenantSetUp.WebClientId)!;

    /// <summary>May do everything at the Management API.</summary>
    public OAuthClient AdminClient => FindClient(TenantSetUp.AdminClientId)!;

    public OAuthClient ChatClient => FindClient(TenantSetUp.ChatClientId)!;

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

    /// <summary>Of the post-login trigger, in order.</summary>
    internal IReadOnlyList<ActionBinding> Bindings
    {
        get => _actions.Bindings.All;
        set => _actions.Bindings.Replace(value);
    }

    /// <summary>Settings at the Management API that the sandbox keeps but does not use.</summary>
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
            _accounts.Connected.Replace(IsEmpty ? [] : _seed.ConnectedAccounts.Where(a => _isInWorld(a.WorldKey, a.Address)).Select(Connected));
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

    /// <summary>The operator has registered applications at Google and Microsoft, and put their keys into the connections by hand.</summary>
    internal void BringConnectionKeys()
    {
        foreach (var seed in _seed.Connections)
            _connections.Change(c => c.Name == seed.Name, c => c with { Options = seed.Options });
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
}

/// <summary>What a client may do at an API.</summary>
/// <param name="SubjectType"><c>client</c>: in its own name; <c>user</c>: on behalf of its users.</param>
public sealed record ClientGrant(string ClientId, string Audience, IReadOnlyList<string> Scope, string SubjectType = "client")
{
    public string Id { get; init; } = Tenant.NewId("cgr_");
}
