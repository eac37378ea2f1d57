namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>What the exchange of a refresh token demands besides the conditions common to both exchanges.</summary>
public sealed class TokenVaultRefreshTokenTests
{
    [Fact]
    public async Task Rotation_must_be_off()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var refreshToken = (await sandbox.LogInAtWebAsync()).RefreshToken;
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerWebClient with { RefreshTokenRotation = "rotating" });

        var answer = await sandbox.ExchangeRefreshTokenAsync(refreshToken);

        Assert.Equal((403, "unauthorized_client"), answer.Refusal);
    }

    [Theory]
    [InlineData("refresh_token")]
    [InlineData(Sandbox.Auth0.Tenant.TokenVaultGrant)]
    public async Task The_client_needs_both_grants(string missing)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var refreshToken = (await sandbox.LogInAtWebAsync()).RefreshToken;
        var web = sandbox.Tenant.AgentServerWebClient;
        sandbox.Tenant.Put(web with { GrantTypes = [.. web.GrantTypes.Where(grant => grant != missing)] });

        var answer = await sandbox.ExchangeRefreshTokenAsync(refreshToken);

        Assert.Equal((403, "unauthorized_client"), answer.Refusal);
    }

    [Fact]
    public async Task A_refresh_token_of_another_client_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeRefreshTokenAsync((await sandbox.LogInAsync()).RefreshToken);

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
    }

    [Theory]
    [InlineData("v1.unknown")]
    [InlineData("")]
    public async Task An_unknown_refresh_token_is_refused(string refreshToken)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeRefreshTokenAsync(refreshToken);

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
        Assert.Equal("Unknown or invalid refresh token.", answer["error_description"]);
    }

    [Fact]
    public async Task An_access_token_is_no_refresh_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeRefreshTokenAsync((await sandbox.LogInAtWebAsync()).AccessToken);

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
    }

    [Fact]
    public async Task A_revoked_refresh_token_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var redirectUri = TenantSandbox.WebCallback.ToString();
        var code = await sandbox.CodeAsync(TenantSandbox.Ada, ("client_id", "agent-server-web"), ("redirect_uri", redirectUri));
        (string, string?)[] web =
        [
            ("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret), ("redirect_uri", redirectUri),
        ];
        var tokens = await sandbox.RedeemAsync(code, web);
        await sandbox.RedeemAsync(code, web);

        var answer = await sandbox.ExchangeRefreshTokenAsync(tokens.RefreshToken);

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
    }

    [Fact]
    public async Task The_web_application_stands_for_no_api_and_cannot_exchange_access_tokens()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.ExchangeRefreshTokenAsync(
            (await sandbox.LogInAtWebAsync()).AccessToken, ("subject_token_type", VaultClient.AccessTokenType));

        Assert.Equal((403, "access_denied"), answer.Refusal);
    }

    [Fact]
    public async Task The_connection_must_be_enabled_for_the_web_application()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var refreshToken = (await sandbox.LogInAtWebAsync()).RefreshToken;
        sandbox.Tenant.Put(sandbox.Tenant.FindConnection(VaultClient.Google)! with { EnabledClients = ["agent-server-api"] });

        var answer = await sandbox.ExchangeRefreshTokenAsync(refreshToken);

        Assert.Equal((400, "invalid_request"), answer.Refusal);
    }
}
