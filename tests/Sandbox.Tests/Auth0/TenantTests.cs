using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class TenantTests
{
    [Fact]
    public void The_agent_servers_client_exists_once_its_url_is_known()
    {
        var tenant = new Tenant();

        Assert.Throws<InvalidOperationException>(() => tenant.AgentServerClient);
        tenant.SetAgentServer(new Uri(TenantSandbox.Api));

        Assert.Equal(TenantSandbox.Api, tenant.AgentServerClient.ResourceServerIdentifier);
    }

    [Fact]
    public void A_moved_agent_server_takes_api_and_client_along()
    {
        var tenant = new Tenant();
        tenant.SetAgentServer(new Uri(TenantSandbox.Api));

        tenant.SetAgentServer(new Uri("http://127.0.0.1:6/mcp"));

        Assert.Null(tenant.FindApi(TenantSandbox.Api));
        Assert.Equal("http://127.0.0.1:6/mcp", tenant.AgentServerClient.ResourceServerIdentifier);
    }

    [Fact]
    public void A_reset_undoes_every_change_and_keeps_the_agent_server()
    {
        var tenant = new Tenant();
        tenant.SetAgentServer(new Uri(TenantSandbox.Api));
        var settings = tenant.Settings;
        var ada = tenant.FindUser(TenantSandbox.Ada)!;
        tenant.Settings = settings with { MfaPolicy = MfaPolicy.Always };
        tenant.Put(tenant.AgentServerClient with { GrantTypes = [] });
        tenant.Put(tenant.ChatClient with { Callbacks = [] });
        tenant.Put(tenant.FindConnection(VaultClient.Google)! with { ConnectedAccountsActive = false });
        tenant.Put(new ClientGrant("ops-m2m", TenantSandbox.Api, []));
        tenant.AddUser(ada with { Password = "changed" });
        tenant.RemoveConnectedAccount(tenant.ConnectedAccountsOf(ada.Sub)[0].Id);

        tenant.Reset();

        Assert.Equal((settings, ada), (tenant.Settings, tenant.FindUser(TenantSandbox.Ada)));
        Assert.Contains(Tenant.TokenVaultGrant, tenant.AgentServerClient.GrantTypes);
        Assert.NotEmpty(tenant.ChatClient.Callbacks);
        Assert.True(tenant.FindConnection(VaultClient.Google)!.ConnectedAccountsActive);
        Assert.Null(tenant.FindClientGrant("ops-m2m", TenantSandbox.Api));
        Assert.Equal(2, tenant.ConnectedAccountsOf(ada.Sub).Count);
    }

    [Fact]
    public void Seeded_settings_are_those_of_a_tenant_that_is_set_up_well()
    {
        var settings = new Tenant().Settings;

        Assert.Equivalent(new TenantSettings(), settings, strict: true);
    }

    [Fact]
    public async Task A_user_added_at_run_time_can_log_in()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.AddUser(new TenantUser("auth0|new", "new@acme.example", "New-sandbox-1!", "New User", null));

        var answer = await sandbox.LogInAsync("new@acme.example");

        Assert.Equal("auth0|new", (string?)Jwt.Payload(answer.AccessToken)["sub"]);
    }
}
