using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Management;

/// <summary><c>/api/v2/clients</c> (auth0.com/docs/api/management/v2/clients), over the applications that logins and exchanges use.</summary>
public sealed class ManagementClientsTests : IAsyncLifetime
{
    private static readonly string[] NoAddress = ["somewhere"];

    private TenantSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TenantSandbox.StartAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_token_for_another_api_opens_nothing()
    {
        _sandbox.Tenant.Put(new Sandbox.Auth0.ClientGrant("ops-m2m", TenantSandbox.Api, ["calendar:read"]));
        var other = await _sandbox.TokenAsync([
            ("grant_type", "client_credentials"), ("client_id", "ops-m2m"), ("client_secret", _sandbox.Tenant.FindClient("ops-m2m")!.ClientSecret), ("audience", TenantSandbox.Api),
        ]);

        var answer = await new ManagementApi(_sandbox, other.AccessToken).GetAsync("clients");

        Assert.Equal((401, "invalid_token"), answer.Refusal);
        Assert.Equal((401, "Unauthorized"), ((int)answer.Json!["statusCode"]!, answer.Json["error"]!.ToString()));
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_named()
    {
        var api = await ManagementApi.OpenAsync(_sandbox, "read:clients");

        var answer = await api.SendAsync(HttpMethod.Patch, "clients/agent-server-web", new { oidc_conformant = true });

        Assert.Equal((403, "insufficient_scope"), answer.Refusal);
        Assert.Contains("update:clients", answer.Json!["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_shown_to_who_may_read_them()
    {
        var without = await (await ManagementApi.OpenAsync(_sandbox, "read:clients")).GetAsync("clients/agent-server-web");
        var with = await (await ManagementApi.OpenAsync(_sandbox, "read:clients", "read:client_keys")).GetAsync("clients/agent-server-web");

        Assert.Null(without.Json!["client_secret"]);
        Assert.Equal(_sandbox.Tenant.AgentServerWebClient.ClientSecret, with.Json!["client_secret"]!.ToString());
    }

    [Fact]
    public async Task What_is_made_has_auth0s_defaults_and_works()
    {
        var api = await ManagementApi.OpenAsync(_sandbox);

        var made = await api.SendAsync(HttpMethod.Post, "clients", new { name = "Night job", app_type = "non_interactive", client_metadata = new { owner = "ops" } });

        Assert.Equal(201, made.Status);
        Assert.Equal((true, false), ((bool)made.Json!["is_first_party"]!, (bool)made.Json["oidc_conformant"]!));
        Assert.Equal("ops", made.Json["client_metadata"]!["owner"]!.ToString());
        var (id, secret) = (made.Json["client_id"]!.ToString(), made.Json["client_secret"]!.ToString());
        _sandbox.Tenant.Put(new Sandbox.Auth0.ClientGrant(id, TenantSandbox.Api, ["calendar:read"]));
        var token = await _sandbox.TokenAsync([("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("audience", TenantSandbox.Api)]);
        Assert.Equal(200, token.Status);
    }

    [Fact]
    public async Task A_member_that_is_not_sent_stays_and_one_that_is_is_replaced_whole()
    {
        var api = await ManagementApi.OpenAsync(_sandbox);
        var before = _sandbox.Tenant.AgentServerWebClient;

        await api.SendAsync(HttpMethod.Patch, "clients/agent-server-web", new { refresh_token = new { rotation_type = "rotating", expiration_type = "expiring", leeway = 5 } });

        var after = _sandbox.Tenant.AgentServerWebClient;
        Assert.Equal(before.GrantTypes, after.GrantTypes);
        Assert.Equal("rotating", after.RefreshTokenRotation);
        // Its policies were in the object and are not in the new one.
        Assert.NotEmpty(before.RefreshTokenPolicies);
        Assert.Empty(after.RefreshTokenPolicies);
        Assert.Equal(5, (int)(await api.GetAsync("clients/agent-server-web")).Json!["refresh_token"]!["leeway"]!);
    }

    public static TheoryData<string, object> Refused => new()
    {
        { "a member that there is not", new { is_a_first_party = true } },
        { "one that is only read", new { client_id = "mine" } },
        { "one of creation", new { resource_server_identifier = TenantSandbox.Api } },
        { "another type", new { oidc_conformant = "yes" } },
        { "a value that there is not", new { token_endpoint_auth_method = "private_key_jwt" } },
        { "half an object", new { refresh_token = new { leeway = 5 } } },
        { "an address that is none", new { callbacks = NoAddress } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_written_is_refused(string what, object body)
    {
        var before = _sandbox.Tenant.AgentServerWebClient;

        var answer = await (await ManagementApi.OpenAsync(_sandbox)).SendAsync(HttpMethod.Patch, "clients/agent-server-web", body);

        Assert.True((400, "invalid_body") == answer.Refusal, $"{what}: {answer.Json}");
        Assert.Same(before, _sandbox.Tenant.AgentServerWebClient);
    }

    [Fact]
    public async Task A_custom_api_client_is_for_one_api_that_there_is()
    {
        var api = await ManagementApi.OpenAsync(_sandbox);

        var unknown = await api.SendAsync(HttpMethod.Post, "clients", new { name = "C", app_type = "resource_server", resource_server_identifier = "https://unknown.example/" });
        var second = await api.SendAsync(HttpMethod.Post, "clients", new { name = "C", app_type = "resource_server", resource_server_identifier = TenantSandbox.Api });

        Assert.Equal((404, 409), (unknown.Status, second.Status));
    }

    [Fact]
    public async Task Lists_have_pages()
    {
        var api = await ManagementApi.OpenAsync(_sandbox);
        var count = _sandbox.Tenant.Clients.Count;

        var first = await api.GetAsync("clients?page=0&per_page=2");
        var last = await api.GetAsync($"clients?page={(count - 1) / 2}&per_page=2&include_totals=true");
        var none = await api.GetAsync("clients?page=50&per_page=2");

        Assert.Equal(2, first.Json!.AsArray().Count);
        Assert.Equal((count, 2), ((int)last.Json!["total"]!, (int)last.Json["limit"]!));
        Assert.Empty(none.Json!.AsArray());
        Assert.Equal((400, "invalid_body"), (await api.GetAsync("clients?per_page=101")).Refusal);
    }

    [Fact]
    public async Task Past_the_limit_it_says_when_to_come_back()
    {
        var api = await ManagementApi.OpenAsync(_sandbox);
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { ManagementRequestsPerSecond = 2 };

        await api.GetAsync("clients");
        await api.GetAsync("clients");
        var refused = await api.GetAsync("clients");
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((429, "too_many_requests"), refused.Refusal);
        Assert.Equal(_sandbox.Clock.GetUtcNow().ToUnixTimeSeconds(), long.Parse(refused.Headers.GetValues("x-ratelimit-reset").Single(), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(200, (await api.GetAsync("clients")).Status);
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        var api = await ManagementApi.OpenAsync(_sandbox);

        Assert.Equal(204, (await api.SendAsync(HttpMethod.Delete, "clients/partner-agent")).Status);
        Assert.Equal(404, (await api.GetAsync("clients/partner-agent")).Status);
    }
}
