using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class ClientCredentialsTests
{
    private static readonly string[] GrantedScopes = ["calendar:read", "mail:read"];

    [Fact]
    public async Task A_client_grant_brings_a_token_in_the_clients_own_name()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(new ClientGrant("ops-m2m", TenantSandbox.Api, GrantedScopes));

        var answer = await AskAsync(sandbox);

        Assert.Equal((200, "calendar:read mail:read"), (answer.Status, answer["scope"]));
        var claims = Jwt.Payload(answer.AccessToken);
        Assert.Equal(("ops-m2m@clients", "ops-m2m", "client-credentials"), ((string?)claims["sub"], (string?)claims["azp"], (string?)claims["gty"]));
        Assert.Equal((TenantSandbox.Api, "calendar:read mail:read"), ((string?)claims["aud"], (string?)claims["scope"]));
        Assert.False(answer.Json!.ContainsKey("refresh_token"));
    }

    [Fact]
    public async Task The_rfc_9068_profile_has_no_gty()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(new ClientGrant("ops-m2m", TenantSandbox.Api, GrantedScopes));
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { TokenDialect = "rfc9068_profile" });

        var claims = Jwt.Payload((await AskAsync(sandbox)).AccessToken);

        Assert.Equal(("ops-m2m", false), ((string?)claims["client_id"], claims.ContainsKey("gty")));
    }

    public static TheoryData<string?, int, string> Refusals => new()
    {
        { TenantSandbox.Api, 403, "access_denied" },
        { "https://unknown.example/", 403, "access_denied" },
        { null, 400, "invalid_request" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Without_a_client_grant_there_is_no_token(string? audience, int status, string error)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(new ClientGrant("ops-m2m", "https://granted.example/", GrantedScopes));
        sandbox.Tenant.Put(new ClientGrant("partner-agent", TenantSandbox.Api, GrantedScopes));

        var answer = await AskAsync(sandbox, ("audience", audience));

        Assert.Equal((status, error), answer.Refusal);
    }

    [Fact]
    public async Task A_client_without_the_grant_type_is_refused_though_it_has_a_client_grant()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(new ClientGrant("agent-server-web", TenantSandbox.Api, GrantedScopes));

        var answer = await AskAsync(
            sandbox, ("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret));

        Assert.Equal((403, "unauthorized_client"), answer.Refusal);
    }

    [Fact]
    public async Task A_public_client_has_no_name_of_its_own_to_act_in()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.ChatClient with { GrantTypes = ["client_credentials"] });
        sandbox.Tenant.Put(new ClientGrant("sandbox-chat", TenantSandbox.Api, GrantedScopes));

        var answer = await AskAsync(sandbox, ("client_id", "sandbox-chat"), ("client_secret", null));

        Assert.Equal((403, "unauthorized_client"), answer.Refusal);
    }

    private static Task<TenantAnswer> AskAsync(TenantSandbox sandbox, params (string Name, string? Value)[] changes) => sandbox.TokenAsync(
        [
            ("grant_type", "client_credentials"), ("client_id", "ops-m2m"),
            ("client_secret", sandbox.Tenant.FindClient("ops-m2m")!.ClientSecret), ("audience", TenantSandbox.Api), .. changes,
        ]);
}
