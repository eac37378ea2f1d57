using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Management;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>What apply does to a tenant that has other things in it, is refused, or breaks off.</summary>
public sealed class ApplyTests : IAsyncLifetime
{
    private Operator _operator = null!;

    public async ValueTask InitializeAsync() => _operator = await Operator.StartAsync();

    public ValueTask DisposeAsync() => _operator.DisposeAsync();

    [Fact]
    public async Task Without_a_yes_nothing_is_sent()
    {
        Break();

        Assert.Equal(0, (await _operator.ApplyAsync(confirms: false)).Code);
        Assert.Empty(_operator.Writes);
    }

    /// <summary>Refresh tokens' settings are replaced whole, and so are lists: what the operator has there must go back.</summary>
    [Fact]
    public async Task What_else_an_application_has_is_kept()
    {
        var web = _operator.Tenant.AgentServerWebClient;
        var metadata = new JsonObject { ["client_metadata"] = new JsonObject { ["owner"] = "ops" }, ["web_origins"] = new JsonArray("https://ops.example") };
        _operator.Tenant.Put(web with
        {
            RefreshTokenRotation = "rotating",
            RefreshTokenExtra = new JsonObject { ["leeway"] = 3, ["token_lifetime"] = 999, ["expiration_type"] = "expiring" },
            Extra = metadata,
            GrantTypes = [.. web.GrantTypes.Except(["refresh_token"]), "implicit"],
            Callbacks = [new Uri("https://ops.example/back")],
        });

        await _operator.ApplyAsync();

        var after = _operator.Tenant.AgentServerWebClient;
        Assert.Equal("non-rotating", after.RefreshTokenRotation);
        Assert.Equal((3, 999), ((int)after.RefreshTokenExtra["leeway"]!, (int)after.RefreshTokenExtra["token_lifetime"]!));
        Assert.Equal(web.RefreshTokenPolicies.Keys, after.RefreshTokenPolicies.Keys);
        Assert.Contains("implicit", after.GrantTypes);
        Assert.Contains(new Uri("https://ops.example/back"), after.Callbacks);
        Assert.Equal(metadata.ToJsonString(), after.Extra.ToJsonString());
        Assert.Equal(web.ClientSecret, after.ClientSecret);
    }

    /// <summary>Auth0 resets a display name that is left out, and replaces options whole, with the operator's keys in them.</summary>
    [Fact]
    public async Task A_connection_keeps_its_name_and_its_keys()
    {
        var before = _operator.Tenant.FindConnection("windowslive")! with
        {
            ConnectedAccountsActive = false,
            DisplayName = "Microsoft at work",
            ConnectedAccountsExtra = new JsonObject { ["allow_missing_user_id"] = true },
        };
        _operator.Tenant.Put(before);

        await _operator.ApplyAsync();

        var after = _operator.Tenant.FindConnection("windowslive")!;
        Assert.True(after.ConnectedAccountsActive);
        Assert.Equal("Microsoft at work", after.DisplayName);
        Assert.Equal(before.ConnectedAccountsExtra.ToJsonString(), after.ConnectedAccountsExtra.ToJsonString());
        Assert.Equal(before.Options.ToJsonString(), after.Options.ToJsonString());
        Assert.DoesNotContain(_operator.Writes, write => write.Body?.ToJsonString().Contains("options", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task Other_peoples_actions_keep_their_places()
    {
        var tenant = _operator.Tenant;
        var other = new Sandbox.Auth0.Actions.PostLoginAction("greeting", "exports.onExecutePostLogin = async () => {};", new Dictionary<string, string> { ["KEY"] = "v" });
        var last = other with { Name = "farewell" };
        tenant.PostLoginActions = [other, tenant.PostLoginActions[1], last, tenant.PostLoginActions[0]];
        var kept = tenant.Bindings;

        Assert.Equal(0, (await _operator.ApplyAsync()).Code);

        Assert.Equal(["greeting", "challenge-mfa", "mfa-claims", "farewell"], tenant.PostLoginActions.Select(a => a.Name));
        Assert.Equal((kept[0].Id, kept[2].Id), (tenant.Bindings[0].Id, tenant.Bindings[3].Id));
        Assert.Equal("v", tenant.PostLoginActions[0].Secrets["KEY"]);
    }

    [Fact]
    public async Task Cut_off_before_any_request_the_next_plan_is_what_is_left()
    {
        Break();
        var whole = Changes((await _operator.PlanAsync()).Told);

        for (var done = 0; done < whole.Count; done++)
        {
            _operator.Tenant.SetAgentServer(Operator.Mcp);
            Break();
            _operator.DiesAfter = done;
            var (code, told) = await _operator.ApplyAsync();
            Assert.Equal((2, done), (code, (int)told["done"]!));
            Assert.Equal(whole.Skip(done), Changes((await _operator.PlanAsync()).Told));
            _operator.DiesAfter = null;
            await _operator.ApplyAsync();
            Assert.Equal(0, (await _operator.CheckAsync()).Code);
        }
    }

    [Fact]
    public async Task What_the_credentials_may_not_read_is_told_with_the_scope_and_is_no_pass()
    {
        _operator.Credentials = new ManagementCredentials("ops-m2m", "sandbox-secret-of-ops-m2m-0001", null);
        _operator.Tenant.Put(new Sandbox.Auth0.ClientGrant("ops-m2m", _operator.Sandbox.Auth0Url + "api/v2/", ["update:clients"]));
        _operator.Changes["StepUp:Channel"] = "Ciba";

        var (code, told) = await _operator.CheckAsync();

        Assert.Equal(2, code);
        Assert.All(told["findings"]!.AsArray(), finding => Assert.Equal(finding!["rule"]!.ToString() == "issuer" ? "pass" : "unknown", finding["outcome"]!.ToString()));
        var found = told["unreadable"]!.AsObject().Select(one => one.Value!.ToString()).ToList();
        Assert.All(
            (string[])["read:clients", "read:resource_servers", "read:client_grants", "read:connections", "read:tenant_settings", "read:mfa_policies", "read:guardian_factors", "read:actions"],
            scope => Assert.Contains(found, words => words.Contains(scope, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_credentials_may_not_write_ends_it_with_the_scope()
    {
        _operator.Credentials = new ManagementCredentials("ops-m2m", "sandbox-secret-of-ops-m2m-0001", null);
        _operator.Tenant.Put(new Sandbox.Auth0.ClientGrant("ops-m2m", _operator.Sandbox.Auth0Url + "api/v2/", ["read:clients"]));
        Break();

        var (code, told) = await _operator.ApplyAsync();

        Assert.Equal((2, 0), (code, (int)told["done"]!));
        Assert.Contains("update:clients", told["error"]!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Who has none is refused, and may be meant to be: no grant is made.</summary>
    [Fact]
    public async Task Where_each_client_needs_a_grant_those_without_are_named_and_get_none()
    {
        var api = _operator.Tenant.FindApi(Operator.Mcp.ToString())!;
        _operator.Tenant.Put(api with { UserAccess = "require_client_grant" });

        Assert.Equal(["api-user-access"], await _operator.FailingAsync("warn"));
        Assert.Equal(0, (await _operator.ApplyAsync()).Code);
        Assert.Empty(_operator.Writes);

        _operator.Tenant.Put(new Sandbox.Auth0.ClientGrant("sandbox-chat", api.Identifier, api.Scopes, "user"));
        Assert.Empty(await _operator.FailingAsync("warn"));
    }

    [Fact]
    public async Task A_secret_is_told_nowhere()
    {
        _operator.Tenant.Remove(_operator.Tenant.AgentServerClient);

        var (_, told) = await _operator.RunAsTableAsync(tenant => tenant.ApplyAsync(_operator.OpenJournal(), () => Task.FromResult(true), TestContext.Current.CancellationToken));

        Assert.Contains("Make the Custom API Client", told, StringComparison.Ordinal);
        Assert.DoesNotContain(_operator.Tenant.Clients.Select(c => c.ClientSecret).OfType<string>(), secret => told.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Applications_are_read_page_by_page()
    {
        for (var i = 0; i < 230; i++)
            _operator.Tenant.Put(new Sandbox.Auth0.OAuthClient { ClientId = $"other-{i}", Name = $"Other {i}" });
        var web = _operator.Tenant.AgentServerWebClient;
        _operator.Tenant.Remove(web);
        _operator.Tenant.Put(web);

        Assert.Equal(0, (await _operator.CheckAsync()).Code);
    }

    [Fact]
    public async Task A_limit_is_waited_for()
    {
        _operator.Tenant.Settings = _operator.Tenant.Settings with { ManagementRequestsPerSecond = 10 };
        _operator.Clock = TimeProvider.System;
        Break();

        Assert.Equal(0, (await _operator.ApplyAsync()).Code);
        Assert.Equal(0, (await _operator.CheckAsync()).Code);
    }

    private static List<string> Changes(JsonNode plan) => [.. plan["changes"]!.AsArray().Select(change => $"{change!["method"]} {change["path"]} {change["body"]!.ToJsonString()}")];

    /// <summary>Four changes are to be made.</summary>
    private void Break()
    {
        var (api, web) = (_operator.Tenant.AgentServerClient, _operator.Tenant.AgentServerWebClient);
        _operator.Tenant.Put(api with { OidcConformant = false, GrantTypes = [] });
        _operator.Tenant.Put(web with { TokenEndpointAuthMethod = "none", RefreshTokenRotation = "rotating" });
    }
}
