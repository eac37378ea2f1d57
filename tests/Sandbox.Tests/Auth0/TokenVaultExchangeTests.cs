using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class TokenVaultExchangeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_access_token_brings_the_users_provider_token_by_form_and_by_json(bool json)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();

        var answer = json ? await sandbox.ExchangeJsonAsync(subject) : await sandbox.ExchangeAsync(subject);

        Assert.Equal(200, answer.Status);
        Assert.Equal("ada-google", sandbox.AccountOf(answer.AccessToken));
        Assert.Equal(("Bearer", VaultClient.RequestedTokenType, "3599"), (answer["token_type"], answer["issued_token_type"], answer["expires_in"]));
        Assert.Equal(["access_token", "expires_in", "issued_token_type", "scope", "token_type"], answer.Json!.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task A_refresh_token_brings_the_users_provider_token_and_stays_good()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var refreshToken = (await sandbox.LogInAtWebAsync()).RefreshToken;

        var first = await sandbox.ExchangeRefreshTokenAsync(refreshToken);
        var second = await sandbox.ExchangeRefreshTokenAsync(refreshToken, ("connection", VaultClient.Microsoft));

        Assert.Equal("ada-google", sandbox.AccountOf(first.AccessToken));
        Assert.Equal("ada-microsoft", sandbox.AccountOf(second.AccessToken, ProviderKind.Microsoft));
    }

    [Fact]
    public async Task The_scopes_are_those_of_the_connected_account_whatever_is_asked_for()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        string[] consented = ["openid", "https://www.googleapis.com/auth/calendar.readonly"];
        sandbox.Tenant.AddConnectedAccount(sandbox.AccountAt(VaultClient.Google) with { Scopes = consented });

        var answer = await sandbox.ExchangeAsync(await sandbox.SubjectAsync(), ("scope", "https://mail.google.com/"));

        Assert.Equal(string.Join(' ', consented), answer["scope"]);
        Assert.Equal(consented.ToHashSet(), sandbox.Host.ProviderTokens.Find(answer.AccessToken, ProviderKind.Google)!.Scopes);
    }

    [Fact]
    public async Task A_client_may_authenticate_by_basic()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerClient with { TokenEndpointAuthMethod = "client_secret_basic", ClientSecret = "secret" });
        var request = new HttpRequestMessage(HttpMethod.Post, "oauth/token")
        {
            Content = new FormUrlEncodedContent(TenantSandbox.Form(
            [
                ("grant_type", Sandbox.Auth0.Tenant.TokenVaultGrant), ("subject_token", await sandbox.SubjectAsync()),
                ("subject_token_type", VaultClient.AccessTokenType), ("requested_token_type", VaultClient.RequestedTokenType),
                ("connection", VaultClient.Google),
            ])),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("agent-server-api:secret"u8));

        var answer = await sandbox.SendAsync(request);

        Assert.Equal("ada-google", sandbox.AccountOf(answer.AccessToken));
    }

    [Fact]
    public async Task Every_user_gets_an_account_of_their_own()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var ada = await sandbox.SubjectAsync();
        var ben = await sandbox.SubjectAsync("ben@acme.example");

        var tokens = new[] { (await sandbox.ExchangeAsync(ada)).AccessToken, (await sandbox.ExchangeAsync(ben)).AccessToken };

        Assert.Equal(["ada-google", "ben-google"], tokens.Select(token => sandbox.AccountOf(token)));
    }

    [Fact]
    public async Task The_stored_token_comes_again_while_it_lives()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();
        var first = await sandbox.ExchangeAsync(subject);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(3598));

        var second = await sandbox.ExchangeAsync(subject);

        Assert.Equal((first.AccessToken, "1"), (second.AccessToken, second["expires_in"]));
    }

    [Fact]
    public async Task An_expired_stored_token_is_refreshed_with_the_same_scopes()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();
        var first = await sandbox.ExchangeAsync(subject);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(3599));

        var second = await sandbox.ExchangeAsync(subject);

        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.Equal(("ada-google", "3599", first["scope"]), (sandbox.AccountOf(second.AccessToken), second["expires_in"], second["scope"]));
    }

    [Fact]
    public async Task Both_exchanges_share_the_stored_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var byAccessToken = await sandbox.ExchangeAsync(await sandbox.SubjectAsync());

        var byRefreshToken = await sandbox.ExchangeRefreshTokenAsync((await sandbox.LogInAtWebAsync()).RefreshToken);

        Assert.Equal(byAccessToken.AccessToken, byRefreshToken.AccessToken);
    }

    [Fact]
    public async Task Concurrent_exchanges_share_one_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sandbox.ExchangeAsync(subject)));

        Assert.Single(answers.Select(answer => answer.AccessToken).Distinct());
    }

    [Fact]
    public async Task A_token_that_the_provider_revoked_still_comes_out_of_the_vault()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();
        var first = await sandbox.ExchangeAsync(subject);
        sandbox.Host.ProviderTokens.Revoke(sandbox.Host.World.Find("ada-google")!);

        var second = await sandbox.ExchangeAsync(subject);

        Assert.Equal(first.AccessToken, second.AccessToken);
        Assert.Null(sandbox.AccountOf(second.AccessToken));
    }

    [Fact]
    public async Task A_dead_refresh_token_shows_once_the_stored_token_has_expired()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var subject = await sandbox.SubjectAsync();
        await sandbox.ExchangeAsync(subject);
        sandbox.Tenant.AddConnectedAccount(sandbox.AccountAt(VaultClient.Google) with { RefreshTokenIsValid = false });

        var alive = await sandbox.ExchangeAsync(subject);
        sandbox.Clock.Advance(TimeSpan.FromHours(1));
        var dead = await sandbox.ExchangeAsync(subject);

        Assert.Equal(200, alive.Status);
        Assert.Equal((401, "federated_connection_refresh_token_flow_failed"), dead.Refusal);
    }
}
