using TokenVaultAgent.Sandbox.Tests.Auth0;
using TokenVaultAgent.Sandbox.Tests.Mfa;

namespace TokenVaultAgent.Sandbox.Tests.Actions;

/// <summary>What Actions see and what they can do, at a login, at a refresh and at an exchange.</summary>
public sealed class PostLoginTests : IAsyncLifetime
{
    private const string Tell = "api.accessToken.setCustomClaim('https://told/', event);";

    private TenantSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TenantSandbox.StartAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task The_event_tells_of_the_login()
    {
        _sandbox.Tenant.Bind(Tell);

        var told = Jwt.Payload((await _sandbox.LogInAsync(TenantSandbox.Ada, ("scope", "openid mail:read nonsense"), ("max_age", "60"))).AccessToken)["https://told/"]!;

        Assert.Equal("oidc-basic-profile", (string?)told["transaction"]!["protocol"]);
        Assert.Equal("""["openid","mail:read","nonsense"]""", told["transaction"]!["requested_scopes"]!.ToJsonString());
        Assert.Null(told["transaction"]!["target_scopes"]);
        Assert.Null(told["refresh_token"]);
        Assert.Null(told["transaction"]!["acr_values"]);
        Assert.Equal("60", (string?)told["request"]!["query"]!["max_age"]);
        Assert.Equal("""[{"type":"push-notification"},{"type":"otp"}]""", told["user"]!["enrolledFactors"]!.ToJsonString());
        Assert.Equal("""[{"name":"pwd","timestamp":"2026-11-23T18:00:00.000Z"}]""", told["authentication"]!["methods"]!.ToJsonString());
        Assert.Equal(TenantSandbox.Api, (string?)told["resource_server"]!["identifier"]);
    }

    [Fact]
    public async Task Acr_values_are_there_where_they_were_asked_for()
    {
        _sandbox.Tenant.Bind(Tell);

        var told = Jwt.Payload((await _sandbox.LogInAsync(TenantSandbox.Ada, Logins.WithMfa)).AccessToken)["https://told/"]!;

        Assert.Equal($"[\"{Logins.MultiFactor}\"]", told["transaction"]!["acr_values"]!.ToJsonString());
    }

    [Fact]
    public async Task An_action_does_not_see_the_challenge_that_it_asked_for_and_the_next_does()
    {
        const string Methods = "event.authentication.methods.map(m => m.name)";
        _sandbox.Tenant.Bind(
            $"api.authentication.challengeWith({{ type: 'otp' }}); api.accessToken.setCustomClaim('https://first/', {Methods});",
            $"api.accessToken.setCustomClaim('https://second/', {Methods});");

        var claims = Jwt.Payload((await _sandbox.LogInAsync()).AccessToken);

        Assert.Equal(("""["pwd"]""", """["pwd","mfa"]"""), (claims["https://first/"]!.ToJsonString(), claims["https://second/"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_factor_that_was_met_in_this_login_is_not_asked_for_again()
    {
        _sandbox.Tenant.Bind("api.authentication.challengeWith({ type: 'otp' });", "api.authentication.challengeWithAny([{ type: 'otp' }]);");
        using var ada = _sandbox.PersonFor();

        await _sandbox.AuthorizeAsync(ada);

        Assert.Single(ada.PagesSeen, Logins.Code);
    }

    [Fact]
    public async Task A_challenge_is_asked_for_though_the_session_remembers_one()
    {
        _sandbox.Tenant.Bind("api.authentication.challengeWith({ type: 'otp' });");
        using var ada = _sandbox.PersonFor();

        await _sandbox.AuthorizeAsync(ada);
        await _sandbox.AuthorizeAsync(ada);

        Assert.Equal(2, ada.PagesSeen.Count(page => page == Logins.Code));
    }

    [Fact]
    public async Task Multifactor_enable_asks_at_the_end_where_no_action_sees_it()
    {
        _sandbox.Tenant.Bind("api.multifactor.enable('any');", "api.accessToken.setCustomClaim('https://seen/', event.authentication.methods.length);");

        var tokens = await _sandbox.LogInAsync();

        Assert.Equal(1, (int)Jwt.Payload(tokens.AccessToken)["https://seen/"]!);
        Assert.Equal("[\"mfa\"]", Jwt.Payload(tokens["id_token"]!)["amr"]!.ToJsonString());
    }

    [Theory]
    [InlineData("api.access.deny('Not today');", "Not today")]
    [InlineData("throw new Error('broken');", "broken")]
    [InlineData("api.authentication.challengeWith({ type: 'phone' });", "No enrolled factor")]
    [InlineData("api.authentication.enrollWith({ type: 'otp' });", "No factor can be enrolled")]
    public async Task A_login_that_cannot_go_on_is_refused_and_no_later_action_runs(string body, string reason)
    {
        _sandbox.Tenant.Bind(body, "throw new Error('it ran');");
        using var ada = _sandbox.PersonFor();

        var answer = await _sandbox.AuthorizeAsync(ada);

        Assert.Equal("access_denied", answer["error"]);
        Assert.Contains(reason, answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_four_mfa_commands_fail_the_login()
    {
        _sandbox.Tenant.Bind([.. Enumerable.Repeat("api.authentication.challengeWith({ type: 'otp' });", 5)]);
        using var ada = _sandbox.PersonFor();

        Assert.Equal("access_denied", (await _sandbox.AuthorizeAsync(ada))["error"]);
    }

    [Fact]
    public async Task Reserved_claims_are_left_out()
    {
        _sandbox.Tenant.Bind("for (const name of ['amr', 'acr', 'auth_time', 'sub', 'scope2']) { api.accessToken.setCustomClaim(name, 'mine'); api.idToken.setCustomClaim(name, 'mine'); }");

        var tokens = await _sandbox.LogInAsync();

        Assert.All([Jwt.Payload(tokens.AccessToken), Jwt.Payload(tokens["id_token"]!)], claims =>
            Assert.Equal(["scope2"], claims.Where(c => c.Value?.ToJsonString() == "\"mine\"").Select(c => c.Key)));
    }

    [Fact]
    public async Task RemoveScope_changes_one_token_and_the_next_refresh_brings_it_back()
    {
        _sandbox.Tenant.Bind("if (event.transaction.protocol === 'oidc-basic-profile') api.accessToken.removeScope('calendar:read');");
        var tokens = await _sandbox.LogInAsync();

        var refreshed = await _sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.DoesNotContain("calendar:read", tokens["scope"]!.Split(' '));
        Assert.Contains("calendar:read", refreshed["scope"]!.Split(' '));
    }

    [Fact]
    public async Task Target_scopes_are_there_where_the_tenant_has_them_and_a_change_is_seen_at_once()
    {
        SetTargetScopes();
        _sandbox.Tenant.Bind(
            "api.transaction.removeTargetScope('calendar:read'); api.accessToken.setCustomClaim('https://first/', event.transaction.target_scopes);",
            "api.transaction.addTargetScope('mail:read'); " + Tell);

        var claims = Jwt.Payload((await _sandbox.LogInAsync()).AccessToken);

        Assert.Equal("""["openid","offline_access"]""", claims["https://first/"]!.ToJsonString());
        Assert.Equal("""["openid","offline_access","mail:read"]""", claims["https://told/"]!["transaction"]!["target_scopes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("addTargetScope('mail:read')")]
    [InlineData("removeTargetScope('mail:read')")]
    [InlineData("setTargetScopes([])")]
    [InlineData("clearTargetScopes()")]
    public async Task Without_the_feature_their_methods_throw_and_the_login_fails(string call)
    {
        _sandbox.Tenant.Bind($"api.transaction.{call};");
        using var ada = _sandbox.PersonFor();

        var answer = await _sandbox.AuthorizeAsync(ada);

        Assert.Equal("access_denied", answer["error"]);
        Assert.Contains("Method not implemented.", answer["error_description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task At_an_exchange_their_methods_throw_whether_the_tenant_has_them_or_not_and_the_exchange_fails(bool hasThem)
    {
        var tokens = await _sandbox.LogInAsync();
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { ActionsTargetScopes = hasThem };
        _sandbox.Tenant.Bind("api.transaction.removeTargetScope('calendar:read');");

        Assert.Equal((403, "access_denied"), (await _sandbox.ExchangeAsync(tokens.AccessToken)).Refusal);
    }

    [Fact]
    public async Task What_an_action_leaves_in_a_refresh_token_every_later_refresh_reads()
    {
        _sandbox.Tenant.Bind("if (!event.refresh_token) api.refreshToken.setMetadata('mark', '1'); " + Tell);
        var tokens = await _sandbox.LogInAsync();

        var first = await _sandbox.RefreshAsync(tokens.RefreshToken);
        var second = await _sandbox.RefreshAsync(first.RefreshToken);

        Assert.Null(Jwt.Payload(tokens.AccessToken)["https://told/"]!["refresh_token"]);
        Assert.All([first, second], answer =>
            Assert.Equal("""{"mark":"1"}""", Jwt.Payload(answer.AccessToken)["https://told/"]!["refresh_token"]!["metadata"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_tenant_without_the_feature_keeps_no_metadata_and_tells_of_no_refresh_token()
    {
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { RefreshTokenMetadata = false };
        _sandbox.Tenant.Bind("api.refreshToken.setMetadata('mark', '1'); " + Tell);
        var tokens = await _sandbox.LogInAsync();

        Assert.Null(Jwt.Payload((await _sandbox.RefreshAsync(tokens.RefreshToken)).AccessToken)["https://told/"]!["refresh_token"]);
    }

    [Theory]
    [InlineData("'a b', '1'")]
    [InlineData("'a', 1")]
    [InlineData("1, 'a'")]
    [InlineData("'a', 'x'.repeat(256)")]
    [InlineData("'a'.repeat(256), 'x'")]
    public async Task Metadata_beyond_its_limits_fails_the_login(string arguments)
    {
        _sandbox.Tenant.Bind($"api.refreshToken.setMetadata({arguments});");
        using var ada = _sandbox.PersonFor();

        Assert.Contains("Invalid metadata", (await _sandbox.AuthorizeAsync(ada))["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_scope_that_is_removed_is_gone_for_good_and_not_consented_to()
    {
        SetTargetScopes();
        _sandbox.Tenant.Bind("if (event.transaction.protocol === 'oidc-basic-profile') api.transaction.removeTargetScope('calendar:read');");
        using var ada = _sandbox.PersonFor();
        var tokens = await _sandbox.LogInAsync(ada);

        var refreshed = await _sandbox.RefreshAsync(tokens.RefreshToken);

        Assert.All([tokens, refreshed], answer => Assert.Equal("openid offline_access", answer["scope"]));
    }

    [Fact]
    public async Task A_refresh_runs_the_actions_without_a_browser()
    {
        var tokens = await _sandbox.LogInAsync();
        _sandbox.Tenant.Bind(Tell);

        var told = Jwt.Payload((await _sandbox.RefreshAsync(tokens.RefreshToken)).AccessToken)["https://told/"]!;

        Assert.Equal("oauth2-refresh-token", (string?)told["transaction"]!["protocol"]);
        Assert.Empty(told["authentication"]!["methods"]!.AsArray());
        Assert.Null(told["session"]);
    }

    [Fact]
    public async Task A_challenge_at_a_refresh_is_mfa_required()
    {
        var tokens = await _sandbox.LogInAsync();
        _sandbox.Tenant.Bind("api.authentication.challengeWith({ type: 'otp' });");

        Assert.Equal((403, "mfa_required"), (await _sandbox.RefreshAsync(tokens.RefreshToken)).Refusal);
    }

    [Theory]
    [InlineData("oauth2-token-exchange-federated-connection")]
    [InlineData("oauth2-token-exchange")]
    [InlineData("something-nobody-documented")]
    [InlineData(null)]
    public async Task The_shipped_actions_never_prompt_at_an_exchange(string? protocol)
    {
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { VaultExchangeProtocol = protocol };
        _sandbox.Tenant.Configure("CHALLENGE", "always");

        var answer = await _sandbox.ExchangeAsync((await _sandbox.LogInAsync()).AccessToken);

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("oauth2-token-exchange-federated-connection", 403)]
    [InlineData(null, 200)]
    public async Task An_action_that_challenges_everyone_breaks_the_exchange_where_actions_run_there(string? protocol, int status)
    {
        var tokens = await _sandbox.LogInAsync();
        _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { VaultExchangeProtocol = protocol };
        _sandbox.Tenant.Bind("api.authentication.challengeWith({ type: 'otp' });");

        Assert.Equal(status, (await _sandbox.ExchangeAsync(tokens.AccessToken)).Status);
    }

    private void SetTargetScopes() => _sandbox.Tenant.Settings = _sandbox.Tenant.Settings with { ActionsTargetScopes = true };
}
