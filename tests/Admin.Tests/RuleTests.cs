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
        ["web-client-urls"] = Client("agent-server-web", c => c with { Callbacks = [.. c.Callbacks.SkipLast(1)], AllowedLogoutUrls = [] }),
        ["api"] = tenant => tenant.Remove(tenant.FindApi(Operator.Mcp.ToString())!),
        ["api-scopes"] = Api(a => a with { Scopes = ["calendar:read"], ThirdPartyPermissions = [.. a.ThirdPartyPermissions] }),
        ["api-signing"] = Api(a => a with { SigningAlg = "HS256" }),
        ["api-offline-access"] = Api(a => a with { AllowOfflineAccess = false }),
        ["api-plain-tokens"] = Api(a => a with { Extra = new JsonObject { ["proof_of_possession"] = new JsonObject { ["mechanism"] = "dpop", ["required"] = true } } }),
        ["api-consent"] = Api(a => a with { SkipConsentForVerifiableFirstPartyClients = false }),
        ["my-account"] = tenant => tenant.Remove(tenant.FindApi(tenant.MyAccountAudience)!),
        ["my-account-consent"] = tenant => tenant.Put(tenant.FindApi(tenant.MyAccountAudience)! with { SkipConsentForVerifiableFirstPartyClients = false }),
        ["web-client-my-account-grant"] = tenant => tenant.RemoveClientGrant(tenant.FindClientGrant("agent-server-web", tenant.MyAccountAudience, "user")!),
        ["web-client-policies"] = Client("agent-server-web", c => c with { RefreshTokenPolicies = new Dictionary<string, IReadOnlyList<string>>() }),
        ["connections"] = tenant => tenant.Remove(tenant.FindConnection("windowslive")!),
        ["connection-keys"] = Connection(c => c with { Options = new JsonObject { ["scope"] = new JsonArray("offline_access") } }),
        ["connection-offline-access"] = Connection(c => c with { Options = new JsonObject { ["client_id"] = "mine" } }),
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
        ["resource-parameter"] = Settings(s => s with { ResourceParameterProfile = "audience" }),
        ["issuer-in-responses"] = Settings(s => s with { AuthorizationResponseIssParameterSupported = false }),
        ["client-metadata-documents"] = Settings(s => s with { ClientIdMetadataDocumentSupported = false }),
    };

    /// <summary>What no request can mend.</summary>
    private static readonly string[] ByHand = ["connections", "connection-keys", "connection-offline-access"];

    private Operator _operator = null!;

    public static TheoryData<string> Rules => [.. Guide.Rules.Select(rule => rule.Id)];

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

        Assert.Equal([rule], await _operator.FailingAsync());
        Assert.Empty(_operator.Writes);
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

    private static Action<Tenant> Api(Func<ApiResource, ApiResource> change) => tenant => tenant.Put(change(tenant.FindApi(Operator.Mcp.ToString())!));

    private static Action<Tenant> Action(string name, Func<TenantAction, TenantAction> change) => tenant => tenant.Put(change(tenant.Actions.Single(a => a.Name == name)));

    private static Action<Tenant> Connection(Func<TenantConnection, TenantConnection> change) => tenant => tenant.Put(change(tenant.FindConnection("windowslive")!));

    private static Action<Tenant> Settings(Func<TenantSettings, TenantSettings> change) => tenant => tenant.Settings = change(tenant.Settings);

    private static Action<Tenant> Client(string id, Func<OAuthClient, OAuthClient> change) => tenant => tenant.Put(change(tenant.FindClient(id)!));
}
