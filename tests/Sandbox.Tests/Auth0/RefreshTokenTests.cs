namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class RefreshTokenTests
{
    private const string OtherApi = "https://other.example/";

    [Fact]
    public async Task A_refresh_brings_a_new_access_token_with_the_granted_scopes()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();
        sandbox.Clock.Advance(TimeSpan.FromHours(30));

        var answer = await sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.Equal((200, "openid offline_access calendar:read"), (answer.Status, answer["scope"]));
        var claims = Jwt.Payload(answer.AccessToken);
        Assert.Equal(sandbox.Clock.GetUtcNow().ToUnixTimeSeconds(), (long)claims["iat"]!);
        Assert.Equal((string?)Jwt.Payload(tokens.AccessToken)["sub"], (string?)claims["sub"]);
    }

    [Theory]
    [InlineData("calendar:read", "calendar:read")]
    [InlineData("calendar:read mail:send", "calendar:read")]
    public async Task Scope_narrows_a_refresh_and_never_widens_it(string asked, string granted)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();

        var answer = await sandbox.RefreshAsync(tokens.RefreshToken, ("scope", asked));

        Assert.Equal((granted, granted), (answer["scope"], (string?)Jwt.Payload(answer.AccessToken)["scope"]));
    }

    [Fact]
    public async Task A_narrowed_refresh_does_not_narrow_the_next()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();
        var narrowed = await sandbox.RefreshAsync(tokens.RefreshToken, ("scope", "calendar:read"));

        var answer = await sandbox.RefreshAsync(narrowed.RefreshToken);

        Assert.Equal("openid offline_access calendar:read", answer["scope"]);
    }

    [Fact]
    public async Task A_rotating_client_gets_a_new_refresh_token_each_time()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();

        var answer = await sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.NotEqual(tokens.RefreshToken, answer.RefreshToken);
        Assert.Equal(200, (await sandbox.RefreshAsync(answer.RefreshToken)).Status);
    }

    [Fact]
    public async Task Reuse_of_a_rotated_token_revokes_the_whole_family()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();
        var rotated = await sandbox.RefreshAsync(tokens.RefreshToken);

        var reuse = await sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.Equal((403, "invalid_grant"), reuse.Refusal);
        Assert.Equal((403, "invalid_grant"), (await sandbox.RefreshAsync(rotated.RefreshToken)).Refusal);
    }

    [Fact]
    public async Task Another_login_is_another_family()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var stolen = await sandbox.LogInAsync();
        var other = await sandbox.LogInAsync();
        await sandbox.RefreshAsync(stolen.RefreshToken);
        await sandbox.RefreshAsync(stolen.RefreshToken);

        var answer = await sandbox.RefreshAsync(other.RefreshToken);

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_non_rotating_client_keeps_its_refresh_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAtWebAsync();

        var answers = new[] { await RefreshAtWebAsync(sandbox, tokens.RefreshToken), await RefreshAtWebAsync(sandbox, tokens.RefreshToken) };

        Assert.All(answers, answer => Assert.Equal((200, false), (answer.Status, answer.Json!.ContainsKey("refresh_token"))));
    }

    [Fact]
    public async Task A_refresh_token_of_another_client_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();

        var answer = await RefreshAtWebAsync(sandbox, tokens.RefreshToken);

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
    }

    [Fact]
    public async Task An_unknown_refresh_token_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.RefreshAsync("v1.unknown");

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
        Assert.Equal("Unknown or invalid refresh token.", answer["error_description"]);
    }

    [Fact]
    public async Task A_client_that_lost_the_grant_cannot_refresh()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();
        sandbox.Tenant.Put(sandbox.Tenant.ChatClient with { GrantTypes = ["authorization_code"] });

        var answer = await sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.Equal((403, "unauthorized_client"), answer.Refusal);
    }

    [Fact]
    public async Task A_refresh_for_an_api_that_has_gone_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();
        sandbox.Tenant.SetAgentServer(new Uri("http://127.0.0.1:6/mcp"));

        var answer = await sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.Equal((403, "access_denied"), answer.Refusal);
    }

    [Theory]
    [InlineData("audience", "compatibility", true)]
    [InlineData("resource", "compatibility", true)]
    [InlineData("audience", "audience", true)]
    [InlineData("resource", "audience", false)]
    public async Task A_refresh_serves_another_audience_that_the_clients_policies_name(string parameter, string profile, bool serves)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { ResourceParameterProfile = profile };
        RegisterOtherApi(sandbox, policies: true);
        var tokens = await sandbox.LogInAtWebAsync();

        var answer = await RefreshAtWebAsync(sandbox, tokens.RefreshToken, (parameter, OtherApi));

        Assert.Equal(serves ? "calendar:read" : "openid offline_access calendar:read", answer["scope"]);
        Assert.Equal(serves, Jwt.Payload(answer.AccessToken)["aud"]!.ToJsonString().Contains(OtherApi, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_audience_that_no_policy_names_is_silently_ignored()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        RegisterOtherApi(sandbox, policies: false);
        var tokens = await sandbox.LogInAtWebAsync();

        var answer = await RefreshAtWebAsync(sandbox, tokens.RefreshToken, ("audience", OtherApi));

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain(OtherApi, Jwt.Payload(answer.AccessToken)["aud"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static void RegisterOtherApi(TenantSandbox sandbox, bool policies)
    {
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { Identifier = OtherApi, Name = "Other", Scopes = ["calendar:read"] });
        if (policies)
            sandbox.Tenant.Put(sandbox.Tenant.AgentServerWebClient with
            {
                RefreshTokenPolicies = new Dictionary<string, IReadOnlyList<string>> { [OtherApi] = ["calendar:read", "mail:send"] },
            });
    }

    private static Task<TenantAnswer> RefreshAtWebAsync(TenantSandbox sandbox, string refreshToken, params (string Name, string? Value)[] changes) =>
        sandbox.RefreshAsync(refreshToken,
            [("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret), .. changes]);

    [Theory]
    [InlineData(null, 403)]
    [InlineData("partner-agent", 200)]
    public async Task A_refresh_token_is_revoked_by_its_own_client(string? otherClient, int statusAfter)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAtWebAsync();
        var client = sandbox.Tenant.FindClient(otherClient ?? "agent-server-web")!;

        var revoked = await sandbox.SendAsync(new HttpRequestMessage(HttpMethod.Post, "oauth/revoke")
        {
            Content = new FormUrlEncodedContent(TenantSandbox.Form(
                [("client_id", client.ClientId), ("client_secret", client.ClientSecret), ("token", tokens.RefreshToken)])),
        });
        var after = await sandbox.RefreshAsync(
            tokens.RefreshToken, ("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret));

        Assert.Equal((200, statusAfter), (revoked.Status, after.Status));
    }
}
