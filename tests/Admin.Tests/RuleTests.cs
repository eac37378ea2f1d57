using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Rules;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Auth0.Actions;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>Each rule broken by itself: the check names it and no other, and apply mends it with no more than that.</summary>
public sealed class RuleTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Action<Tenant>> Breakages = new(StringComparer.Ordinal)
    {
        ["api-client"] = tenant => tenant.Remove(tenant.AgentServerClient),
        ["api-client-first-party"] = Client("agent-server-api", c => c with { IsFirstParty = false }),
        ["api-client-confidential"] = Client("agent-server-api", c => c with { TokenEndpointAuthMethod = "none" }),
        ["api-client-oidc-conformant"] = Client("agent-server-api", c => c with { OidcConformant = false }),
        ["api-client-grants"] = Client("agent-server-api", c => c with { GrantTypes = ["client_credentials"] }),
        ["web-client"] = tenant => tenant.Remove(tenant.AgentServerWebClient),
        ["web-client-first-party"] = Client("agent-server-web", c => c with { IsFirstParty = false }),
        ["web-client-confidential"] = Client("agent-server-web", c => c with { TokenEndpointAuthMethod = "none" }),
        ["web-client-oidc-conformant"] = Client("agent-server-web", c => c with { OidcConformant = false }),
        ["web-client-grants"] = Client("agent-server-web", c => c with { GrantTypes = [.. c.GrantTypes.Except(["refresh_token"])] }),
        ["web-client-rotation"] = Client("agent-server-web", c => c with { RefreshTokenRotation = "rotating" }),
        ["web-client-organization"] = Client("agent-server-web", c => c with { OrganizationUsage = "require" }),
        ["web-client-urls"] = Client("agent-server-web", c => c with { Callbacks = [.. c.Callbacks.SkipLast(1)], AllowedLogoutUrls = [] }),
        ["api"] = tenant => tenant.Remove(TheApi(tenant)),
        ["api-scopes"] = Api(a => a with { Scopes = ["calendar:read"], ThirdPartyPermissions = [.. a.ThirdPartyPermissions] }),
        ["api-signing"] = Api(a => a with { SigningAlg = "HS256" }),
        ["api-offline-access"] = Api(a => a with { AllowOfflineAccess = false }),
        ["api-plain-tokens"] = Api(a => a with { Extra = new JsonObject { ["proof_of_possession"] = new JsonObject { ["mechanism"] = "dpop", ["required"] = true } } }),
        ["api-user-access"] = Api(a => a with { UserAccess = "deny_all" }),
        ["api-roles"] = Api(a => a with { EnforcesPolicies = true }),
        ["api-consent"] = Api(a => a with { SkipConsentForVerifiableFirstPartyClients = false }),
        ["my-account"] = tenant => tenant.Remove(tenant.FindApi(tenant.MyAccountAudience)!),
        ["my-account-policy"] = tenant => tenant.Put(tenant.FindApi(tenant.MyAccountAudience)! with { Extra = new JsonObject { ["authorization_policy"] = new JsonObject { ["policy_id"] = "apol_1" } } }),
        ["my-account-consent"] = tenant => tenant.Put(tenant.FindApi(tenant.MyAccountAudience)! with { SkipConsentForVerifiableFirstPartyClients = false }),
        ["web-client-my-account-grant"] = tenant => tenant.RemoveClientGrant(tenant.FindClientGrant("agent-server-web", tenant.MyAccountAudience, "user")!),
        ["web-client-policies"] = Client("agent-server-web", c => c with { RefreshTokenPolicies = new Dictionary<string, IReadOnlyList<string>>() }),
        ["connections"] = tenant => tenant.Remove(tenant.FindConnection("windowslive")!),
        ["connection-keys"] = Connection(c => c with { Options = Without(c.Options, "client_id") }),
        ["connection-offline-access"] = Connection(c => c with { Options = WithScopes(c.Options, c.Scopes.Except(["offline_access"])) }),
        ["connection-scopes"] = Connection(c => c with { Options = WithScopes(c.Options, c.Scopes.Except(["MailboxSettings.Read"])) }),
        ["web-client-phone"] = Client("agent-server-web", c => c with { Extra = new JsonObject { ["async_approval_notification_channels"] = new JsonArray("email") } }),
        ["api-phone"] = Api(a => a with { AuthorizationDetailsTypes = ["urn:of:somebody-else"] }),
        ["mfa-phone"] = Settings(s => s with { Factors = ["otp"] }),
        ["connection-purpose"] = Connection(c => c with { ConnectedAccountsActive = false, DisplayName = "Microsoft at work" }),
        ["connection-clients"] = Connection(c => c with { EnabledClients = ["agent-server-web"] }),
        ["mfa-policy"] = Settings(s => s with { MfaPolicy = MfaPolicy.Always }),
        ["mfa-by-actions"] = Settings(s => s with { CustomizeMfaInPostloginAction = false }),
        ["mfa-factor"] = Settings(s => s with { Factors = ["recovery-code"] }),
        ["action-challenge-mfa"] = Action("challenge-mfa", a => a with { Code = a.Code + "\n// changed", Deployed = a.Deployed! with { Code = a.Code + "\n// changed" } }),
        ["action-challenge-mfa-deployed"] = Action("challenge-mfa", a => a with { Deployed = a.Deployed! with { Code = "exports.onExecutePostLogin = async () => {};" } }),
        ["action-mfa-claims"] = Action("mfa-claims", a => a with { Code = "exports.onExecutePostLogin = async () => {};" }),
        ["action-mfa-claims-deployed"] = Action("mfa-claims", a => a with { Deployed = a.Deployed! with { Code = "exports.onExecutePostLogin = async () => {};" } }),
        ["actions-bound"] = tenant => tenant.Bindings = [.. tenant.Bindings.Reverse()],
        ["third-party-permissions"] = Api(a => a with { ThirdPartyPermissions = ["calendar:read"] }),
        ["third-party-connections"] = tenant => tenant.Put(tenant.FindConnection("Username-Password-Authentication")! with { IsDomainConnection = false }),
        ["resource-parameter"] = Settings(s => s with { ResourceParameterProfile = "audience" }),
        ["issuer-in-responses"] = Settings(s => s with { AuthorizationResponseIssParameterSupported = false }),
        ["issuer"] = _ => { },
        ["mcp-client"] = tenant => tenant.Remove(tenant.ChatClient),
        ["client-metadata-documents"] = Settings(s => s with { ClientIdMetadataDocumentSupported = false }),
    };

    /// <summary>What may be meant.</summary>
    private static readonly string[] Doubtful = ["api-roles", "my-account-policy", "connection-scopes"];

    /// <summary>What no request can mend.</summary>
    private static readonly string[] ByHand = ["issuer", "mcp-client", "connections", "connection-keys", "connection-offline-access"];

    private Operator _operator = null!;

    /// <summary>A client that is to be registered takes a document: <see cref="McpClientTests"/>.</summary>
    public static TheoryData<string> Rules => [.. Guide.Rules.Select(rule => rule.Id).Except(["mcp-clients"])];

    public async ValueTask InitializeAsync()
    {
        _operator = await Operator.StartAsync();
        Settle(_operator);
    }

    /// <summary>The tenant of a server that asks on the phone, for which all rules count.</summary>
    internal static void Settle(Operator admin)
    {
        admin.Changes["StepUp:Channel"] = "Ciba";
        var tenant = admin.Tenant;
        tenant.Settings = tenant.Settings with { Factors = ["otp", "push-notification"] };
        tenant.Put(tenant.AgentServerWebClient with { Extra = new JsonObject { ["async_approval_notification_channels"] = new JsonArray("guardian-push") } });
    }

    internal static void Break(Operator admin, string rule)
    {
        // What only the server's settings can break.
        if (rule == "issuer")
            admin.Changes["Auth0:Issuer"] = new UriBuilder(admin.Sandbox.Auth0Url) { Host = "localhost" }.Uri.ToString();
        // A phone is a factor too.
        if (rule == "mfa-factor")
            admin.Changes.Clear();
        Breakages[rule](admin.Tenant);
    }

    public ValueTask DisposeAsync() => _operator.DisposeAsync();

    [Fact]
    public async Task A_tenant_as_it_must_be_has_nothing_to_mend()
    {
        Assert.Equal(0, (await _operator.CheckAsync()).Code);

        var (code, told) = await _operator.PlanAsync();

        Assert.Equal(0, code);
        Assert.Empty(told["changes"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_broken_rule_is_named_alone_and_mended(string rule)
    {
        Break(_operator, rule);

        var isDoubtful = Doubtful.Contains(rule);
        Assert.Equal([rule], await _operator.FailingAsync(isDoubtful ? "warn" : "fail"));
        Assert.Empty(_operator.Writes);
        if (isDoubtful)
        {
            Assert.Equal(0, (await _operator.CheckAsync()).Code);
            Assert.Empty((await _operator.PlanAsync()).Told["changes"]!.AsArray());
            return;
        }

        if (ByHand.Contains(rule))
        {
            Assert.Equal(1, (await _operator.ApplyAsync()).Code);
            Assert.Empty(_operator.Writes);
            return;
        }

        Assert.Equal(0, (await _operator.ApplyAsync()).Code);
        Assert.NotEmpty(_operator.Writes);
        DocumentedRequests.Check(_operator.Writes);
        Assert.Equal(0, (await _operator.CheckAsync()).Code);

        var before = _operator.Writes.Count;
        Assert.Equal(0, (await _operator.ApplyAsync()).Code);
        Assert.Equal(before, _operator.Writes.Count);
    }

    private static JsonObject Without(JsonObject options, string name)
    {
        var changed = options.DeepClone().AsObject();
        changed.Remove(name);
        return changed;
    }

    private static JsonObject WithScopes(JsonObject options, IEnumerable<string> scopes)
    {
        var changed = options.DeepClone().AsObject();
        changed["scope"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]);
        return changed;
    }

    private static ApiResource TheApi(Tenant tenant) => tenant.Apis.Single(api => api.Name == "Token Vault Agent");

    private static Action<Tenant> Api(Func<ApiResource, ApiResource> change) => tenant => tenant.Put(change(TheApi(tenant)));

    private static Action<Tenant> Action(string name, Func<TenantAction, TenantAction> change) => tenant => tenant.Put(change(tenant.Actions.Single(a => a.Name == name)));

    private static Action<Tenant> Connection(Func<TenantConnection, TenantConnection> change) => tenant => tenant.Put(change(tenant.FindConnection("windowslive")!));

    private static Action<Tenant> Settings(Func<TenantSettings, TenantSettings> change) => tenant => tenant.Settings = change(tenant.Settings);

    private static Action<Tenant> Client(string id, Func<OAuthClient, OAuthClient> change) => tenant => tenant.Put(change(tenant.FindClient(id)!));
}
