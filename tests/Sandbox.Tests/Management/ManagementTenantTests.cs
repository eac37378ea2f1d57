using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Management;

/// <summary>APIs, grants, connections, MFA, settings and Actions at the Management API: one tenant with all else that the sandbox answers.</summary>
public sealed class ManagementTenantTests : IAsyncLifetime
{
    private const string Action = "exports.onExecutePostLogin = async (event, api) => {};";
    private static readonly string[] OneScope = ["calendar:read"];
    private static readonly string[] Always = ["all-applications"];
    private static readonly object[] TriggerOfLogins = [new { id = "post-login", version = "v3" }];

    private TenantSandbox _sandbox = null!;
    private ManagementApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TenantSandbox.StartAsync();
        _api = await ManagementApi.OpenAsync(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task An_api_is_found_by_its_identifier_and_shows_its_client()
    {
        var found = await _api.GetAsync("resource-servers/" + Uri.EscapeDataString(TenantSandbox.Api));

        Assert.Equal((200, "agent-server-api"), (found.Status, found.Json!["client_id"]!.ToString()));
        Assert.Equal("calendar:read", found.Json["scopes"]![0]!["value"]!.ToString());
    }

    [Fact]
    public async Task A_new_api_is_signed_with_a_secret_unless_it_says_otherwise()
    {
        var made = await _api.SendAsync(HttpMethod.Post, "resource-servers", new { identifier = "https://new.example/", name = "New" });
        var again = await _api.SendAsync(HttpMethod.Post, "resource-servers", new { identifier = "https://new.example/", name = "New" });

        Assert.Equal((201, "HS256", false), (made.Status, made.Json!["signing_alg"]!.ToString(), (bool)made.Json["allow_offline_access"]!));
        Assert.Equal(409, again.Status);
    }

    [Fact]
    public async Task My_account_is_what_it_is_and_little_of_it_can_be_changed()
    {
        var id = Uri.EscapeDataString(_sandbox.Tenant.MyAccountAudience);
        Assert.Equal(403, (await _api.SendAsync(HttpMethod.Delete, "resource-servers/" + id)).Status);
        _sandbox.Tenant.Remove(_sandbox.Tenant.FindApi(_sandbox.Tenant.MyAccountAudience)!);

        var made = await _api.SendAsync(HttpMethod.Post, "resource-servers", new { identifier = _sandbox.Tenant.MyAccountAudience, name = "Mine" });

        Assert.Equal((201, "Auth0 My Account API", true), (made.Status, made.Json!["name"]!.ToString(), (bool)made.Json["is_system"]!));
        Assert.Equal(400, (await _api.SendAsync(HttpMethod.Patch, "resource-servers/" + id, new { name = "Mine" })).Status);
        Assert.Equal(200, (await _api.SendAsync(HttpMethod.Patch, "resource-servers/" + id, new { token_lifetime = 600 })).Status);
    }

    [Fact]
    public async Task A_grant_is_for_one_client_or_for_all_third_parties()
    {
        var both = await _api.SendAsync(HttpMethod.Post, "client-grants", new { client_id = "ops-m2m", default_for = "third_party_clients", audience = TenantSandbox.Api, scope = OneScope });
        var unknown = await _api.SendAsync(HttpMethod.Post, "client-grants", new { client_id = "ops-m2m", audience = TenantSandbox.Api, scope = (string[])["calendar:write"] });
        var made = await _api.SendAsync(HttpMethod.Post, "client-grants", new { client_id = "ops-m2m", audience = TenantSandbox.Api, scope = OneScope });
        var twice = await _api.SendAsync(HttpMethod.Post, "client-grants", new { client_id = "ops-m2m", audience = TenantSandbox.Api, scope = OneScope });
        var id = made.Json!["id"]!.ToString();

        Assert.Equal((400, 400, 201, 409), (both.Status, unknown.Status, made.Status, twice.Status));
        Assert.Equal(OneScope, _sandbox.Tenant.FindClientGrant("ops-m2m", TenantSandbox.Api)!.Scope);
        Assert.Equal(400, (await _api.SendAsync(HttpMethod.Patch, "client-grants/" + id, new { audience = "https://other.example/" })).Status);
        Assert.Equal(204, (await _api.SendAsync(HttpMethod.Delete, "client-grants/" + id)).Status);
        Assert.Null(_sandbox.Tenant.FindClientGrant("ops-m2m", TenantSandbox.Api));
    }

    [Fact]
    public async Task Third_parties_permissions_are_a_grant_without_a_client()
    {
        var all = await _api.GetAsync("client-grants");
        var theirs = all.Json!.AsArray().Single(grant => grant!["default_for"]?.ToString() == "third_party_clients")!;

        await _api.SendAsync(HttpMethod.Patch, "client-grants/" + theirs["id"], new { scope = OneScope });

        Assert.Equal(OneScope, _sandbox.Tenant.FindApi(TenantSandbox.Api)!.ThirdPartyPermissions);
    }

    [Fact]
    public async Task A_connections_options_take_a_scope_of_their_own_and_its_name_is_reset_where_it_is_left_out()
    {
        _sandbox.Tenant.Put(_sandbox.Tenant.FindConnection("windowslive")! with { DisplayName = "Microsoft at work" });
        var id = _sandbox.Tenant.FindConnection("windowslive")!.Id;
        var few = await ManagementApi.OpenAsync(_sandbox, "read:connections", "update:connections");

        Assert.Null((await few.GetAsync("connections/" + id)).Json!["options"]);
        Assert.NotNull((await _api.GetAsync("connections/" + id)).Json!["options"]);
        Assert.Equal((403, "insufficient_scope"), (await few.SendAsync(HttpMethod.Patch, "connections/" + id, new { options = new { } })).Refusal);
        Assert.Equal("windowslive", (await few.SendAsync(HttpMethod.Patch, "connections/" + id, new { connected_accounts = new { active = false } })).Json!["display_name"]!.ToString());
        Assert.False(_sandbox.Tenant.FindConnection("windowslive")!.ConnectedAccountsActive);
    }

    [Fact]
    public async Task Applications_of_a_connection_are_switched_one_by_one()
    {
        var id = _sandbox.Tenant.FindConnection("windowslive")!.Id;

        var answer = await _api.SendAsync(HttpMethod.Patch, $"connections/{id}/clients", new object[] { new { client_id = "ops-m2m", status = true }, new { client_id = "agent-server-web", status = false } });

        Assert.Equal(204, answer.Status);
        Assert.Equal(["agent-server-api", "ops-m2m"], _sandbox.Tenant.FindConnection("windowslive")!.EnabledClients.Order());
        Assert.Equal(2, (await _api.GetAsync($"connections/{id}/clients")).Json!["clients"]!.AsArray().Count);
    }

    [Fact]
    public async Task Mfa_and_settings_are_those_of_the_logins()
    {
        await _api.SendAsync(HttpMethod.Put, "guardian/policies", Always);
        await _api.SendAsync(HttpMethod.Put, "guardian/factors/sms", new { enabled = true });
        await _api.SendAsync(HttpMethod.Patch, "tenants/settings", new { customize_mfa_in_postlogin_action = false, flags = new { enable_dynamic_client_registration = true }, friendly_name = "Acme" });
        await _api.SendAsync(HttpMethod.Patch, "tenants/settings", new { flags = new { enable_client_connections = false } });

        var settings = _sandbox.Tenant.Settings;
        Assert.Equal((MfaPolicy.Always, true, false, true), (settings.MfaPolicy, settings.Factors.Contains("phone"), settings.CustomizeMfaInPostloginAction, settings.EnableDynamicClientRegistration));
        var shown = (await _api.GetAsync("tenants/settings")).Json!;
        Assert.Equal(("Acme", true), (shown["friendly_name"]!.ToString(), (bool)shown["flags"]!["enable_dynamic_client_registration"]!));
        Assert.Equal(400, (await _api.SendAsync(HttpMethod.Put, "guardian/policies", OneScope)).Status);
    }

    [Fact]
    public async Task An_action_is_built_then_deployed_then_bound_and_its_secrets_never_come_back()
    {
        var made = await _api.SendAsync(HttpMethod.Post, "actions/actions", new
        {
            name = "hello",
            code = Action,
            runtime = "node22",
            supported_triggers = TriggerOfLogins,
            secrets = new[] { new { name = "KEY", value = "hidden-value" } },
        });
        var id = made.Json!["id"]!.ToString();
        var bind = new { bindings = new[] { new { @ref = new { type = "action_name", value = "hello" }, display_name = "Hello" } } };

        Assert.Equal((201, "pending"), (made.Status, made.Json["status"]!.ToString()));
        Assert.Equal((400, "action_not_built"), (await _api.SendAsync(HttpMethod.Post, $"actions/actions/{id}/deploy")).Refusal);
        await _api.GetAsync("actions/actions/" + id);
        Assert.Equal((400, "action_not_deployed"), (await _api.SendAsync(HttpMethod.Patch, "actions/triggers/post-login/bindings", bind)).Refusal);
        Assert.Equal(202, (await _api.SendAsync(HttpMethod.Post, $"actions/actions/{id}/deploy")).Status);
        var bound = await _api.SendAsync(HttpMethod.Patch, "actions/triggers/post-login/bindings", bind);

        Assert.Equal("hello", Assert.Single(_sandbox.Tenant.PostLoginActions).Name);
        Assert.Equal("Hello", bound.Json!["bindings"]![0]!["display_name"]!.ToString());
        var shown = (await _api.GetAsync("actions/actions/" + id)).Json!.ToJsonString();
        Assert.Contains("KEY", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-value", shown, StringComparison.Ordinal);
    }
}
