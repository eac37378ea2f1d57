using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>Every condition of Auth0's configuration guide, broken one at a time.</summary>
public sealed class TokenVaultRefusalTests
{
    private static readonly (int, string?) GrantNotAllowed = (403, "unauthorized_client");

    public static TheoryData<string, int, string> BrokenTenants => new()
    {
        { "no grant", 403, "unauthorized_client" },
        { "third party", 403, "unauthorized_client" },
        { "not OIDC conformant", 403, "unauthorized_client" },
        { "linked to another API", 403, "access_denied" },
        { "linked to no API", 403, "access_denied" },
        { "connected accounts off", 400, "invalid_request" },
        { "connection off for the client", 400, "invalid_request" },
        { "no connected account", 401, "federated_connection_refresh_token_not_found" },
        { "dead provider refresh token", 401, "federated_connection_refresh_token_flow_failed" },
        { "provider account gone", 401, "federated_connection_refresh_token_flow_failed" },
        { "MFA always", 403, "mfa_required" },
    };

    [Theory]
    [MemberData(nameof(BrokenTenants))]
    public async Task A_tenant_set_up_wrongly_refuses_with_the_error_of_that_fault(string fault, int status, string error)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();
        Break(sandbox, fault);

        var answer = await sandbox.ExchangeAsync(subject);

        Assert.Equal((status, error), answer.Refusal);
        Assert.False(answer.Json!.ContainsKey("access_token"));
    }

    [Fact]
    public async Task A_public_client_cannot_exchange()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerClient with { TokenEndpointAuthMethod = "none", ClientSecret = null });

        var answer = await sandbox.ExchangeAsync(subject, ("client_secret", null));

        Assert.Equal(GrantNotAllowed, answer.Refusal);
    }

    [Fact]
    public async Task Mfa_required_carries_an_mfa_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();
        Break(sandbox, "MFA always");

        var answer = await sandbox.ExchangeAsync(subject);

        Assert.Equal("Multifactor authentication required", answer["error_description"]);
        Assert.NotEmpty(answer["mfa_token"]!);
    }

    [Fact]
    public async Task Mfa_policy_always_refuses_even_a_login_with_mfa()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        Break(sandbox, "MFA always");
        var subject = await sandbox.SubjectAsync();

        var answer = await sandbox.ExchangeAsync(subject);

        Assert.Equal((403, "mfa_required"), answer.Refusal);
    }

    [Fact]
    public async Task Mfa_policy_adaptive_lets_exchanges_pass()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { MfaPolicy = MfaPolicy.Adaptive };

        var answer = await sandbox.ExchangeAsync(await sandbox.SubjectAsync());

        Assert.Equal(200, answer.Status);
    }

    public static TheoryData<string, string?, int, string> WrongParameters => new()
    {
        { "client_secret", "wrong", 401, "access_denied" },
        { "client_id", "nobody", 401, "access_denied" },
        { "client_id", null, 401, "access_denied" },
        { "requested_token_type", "urn:ietf:params:oauth:token-type:access_token", 400, "invalid_request" },
        { "requested_token_type", "http://auth0.com/oauth/token-type/token-vault-access-token", 400, "invalid_request" },
        { "requested_token_type", null, 400, "invalid_request" },
        { "subject_token_type", "urn:ietf:params:oauth:token-type:id_token", 400, "invalid_request" },
        { "subject_token_type", "urn:ietf:params:oauth:token-type:jwt", 400, "invalid_request" },
        { "subject_token_type", null, 400, "invalid_request" },
        { "subject_token_type", VaultClient.RefreshTokenType, 403, "unauthorized_client" },
        { "subject_token", null, 400, "invalid_request" },
        { "subject_token", "", 401, "invalid_token" },
        { "subject_token", "garbage", 401, "invalid_token" },
        { "subject_token", "a.b.c", 401, "invalid_token" },
        { "connection", null, 400, "invalid_request" },
        { "connection", "github", 400, "invalid_request" },
        { "connection", "Google-OAuth2", 400, "invalid_request" },
    };

    [Theory]
    [MemberData(nameof(WrongParameters))]
    public async Task A_wrong_parameter_is_refused(string parameter, string? value, int status, string error)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeAsync(await sandbox.SubjectAsync(), (parameter, value));

        Assert.Equal((status, error), answer.Refusal);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(86_399, 200)]
    [InlineData(86_400, 401)]
    public async Task A_subject_token_is_good_until_it_expires(int seconds, int status)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();
        sandbox.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var answer = await sandbox.ExchangeAsync(subject);

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_subject_token_of_another_tenant_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var other = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeAsync(await other.SubjectAsync());

        Assert.Equal((401, "invalid_token"), answer.Refusal);
    }

    [Fact]
    public async Task A_subject_token_whose_claims_were_changed_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var ada = (await sandbox.SubjectAsync()).Split('.');
        var cho = (await sandbox.SubjectAsync(TenantSandbox.Cho)).Split('.');

        var answer = await sandbox.ExchangeAsync($"{ada[0]}.{cho[1]}.{ada[2]}");

        Assert.Equal((401, "invalid_token"), answer.Refusal);
    }

    [Fact]
    public async Task An_id_token_is_no_subject_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeAsync((await sandbox.LogInAsync())["id_token"]!);

        Assert.Equal((403, "access_denied"), answer.Refusal);
    }

    [Fact]
    public async Task A_token_of_a_client_in_its_own_name_has_no_vault()
    {
        string[] scopes = ["calendar:read"];
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(new ClientGrant("ops-m2m", TenantSandbox.Api, scopes));
        var machine = await sandbox.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", "ops-m2m"),
            ("client_secret", sandbox.Tenant.FindClient("ops-m2m")!.ClientSecret), ("audience", TenantSandbox.Api));

        var answer = await sandbox.ExchangeAsync(machine.AccessToken);

        Assert.Equal((403, "access_denied"), answer.Refusal);
    }

    private static void Break(TenantSandbox sandbox, string fault)
    {
        var tenant = sandbox.Tenant;
        var client = tenant.AgentServerClient;
        var connection = tenant.FindConnection(VaultClient.Google)!;
        var account = sandbox.AccountAt(VaultClient.Google);
        Action set = fault switch
        {
            "no grant" => () => tenant.Put(client with { GrantTypes = ["refresh_token"] }),
            "third party" => () => tenant.Put(client with { IsFirstParty = false }),
            "not OIDC conformant" => () => tenant.Put(client with { OidcConformant = false }),
            "linked to another API" => () => tenant.Put(client with { ResourceServerIdentifier = "https://other.example/" }),
            "linked to no API" => () => tenant.Put(client with { ResourceServerIdentifier = null }),
            "connected accounts off" => () => tenant.Put(connection with { ConnectedAccountsActive = false }),
            "connection off for the client" => () => tenant.Put(connection with { EnabledClients = ["agent-server-web"] }),
            "no connected account" => () => tenant.RemoveConnectedAccount(account.Id),
            "dead provider refresh token" => () => tenant.AddConnectedAccount(account with { RefreshTokenIsValid = false }),
            "provider account gone" => () => tenant.AddConnectedAccount(account with { WorldKey = "nobody" }),
            "MFA always" => () => tenant.Settings = tenant.Settings with { MfaPolicy = MfaPolicy.Always },
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Unknown fault"),
        };
        set();
    }
}
