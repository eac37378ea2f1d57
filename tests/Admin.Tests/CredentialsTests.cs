using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Management;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>Whatever the tool may not read or write, the operator's own credentials and other things in the tenant are there afterwards.</summary>
public sealed class CredentialsTests
{
    public static TheoryData<string> Scopes => [.. ManagementScopes.All];

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Without_one_scope_nothing_of_the_operators_is_lost(string scope)
    {
        await using var admin = await Operator.StartAsync();
        var tenant = admin.Tenant;
        Break(tenant);
        var before = Credentials(tenant);
        tenant.Put(new ClientGrant(tenant.AdminClient.ClientId, admin.Sandbox.Auth0Url + "api/v2/", [.. ManagementScopes.All.Except([scope])]));

        await admin.ApplyAsync();

        Assert.Equal(before, Credentials(tenant));
    }

    /// <summary>Something of every kind is to be mended.</summary>
    private static void Break(Tenant tenant)
    {
        foreach (var client in (OAuthClient[])[tenant.AgentServerClient, tenant.AgentServerWebClient])
            tenant.Put(client with { OidcConformant = false, GrantTypes = [], Extra = new JsonObject { ["client_metadata"] = new JsonObject { ["owner"] = "ops" } } });
        tenant.Put(tenant.AgentServerWebClient with { RefreshTokenRotation = "rotating", RefreshTokenPolicies = new Dictionary<string, IReadOnlyList<string>> { ["https://other.example/"] = ["read:it"] } });
        tenant.Put(tenant.FindApi(Operator.Mcp.ToString())! with { Scopes = ["calendar:read", "mine:too"], SigningAlg = "HS256", SigningSecret = "secret-of-the-api-of-the-operator", ThirdPartyPermissions = [] });
        tenant.RemoveClientGrant(tenant.FindClientGrant("agent-server-web", tenant.MyAccountAudience, "user")!);
        foreach (var connection in tenant.Connections)
            tenant.Put(connection with { ConnectedAccountsActive = false, EnabledClients = ["sandbox-chat"], DisplayName = $"Our {connection.Name}" });
        tenant.Settings = tenant.Settings with { MfaPolicy = MfaPolicy.Always, Factors = [], CustomizeMfaInPostloginAction = false, ResourceParameterProfile = "audience" };
        tenant.PostLoginActions = [new PostLoginAction("theirs", "exports.onExecutePostLogin = async () => {};", new Dictionary<string, string> { ["KEY"] = "value-of-the-operator" })];
    }

    private static string Credentials(Tenant tenant) => string.Join('\n',
    [
        .. tenant.Clients.Select(c => $"{c.ClientId} {c.ClientSecret} {c.Extra.ToJsonString()}").Order(StringComparer.Ordinal),
        .. tenant.Connections.Select(c => $"{c.Name} {c.DisplayName} {c.Options.ToJsonString()} {c.EnabledClients.Contains("sandbox-chat")}"),
        .. tenant.Actions.Where(a => a.Name == "theirs").Select(a => $"{a.Name} {a.Secrets["KEY"]} {a.Code} {tenant.Bindings.Any(b => b.ActionId == a.Id)}"),
        tenant.FindApi(Operator.Mcp.ToString())!.SigningSecret,
        $"{tenant.FindApi(Operator.Mcp.ToString())!.Scopes.Contains("mine:too")} {tenant.AgentServerWebClient.RefreshTokenPolicies.ContainsKey("https://other.example/")}",
    ]);
}
