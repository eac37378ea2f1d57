using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class AccessTokenTests
{
    [Fact]
    public async Task An_access_token_is_signed_by_a_key_of_the_key_set()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var token = (await sandbox.LogInAsync()).AccessToken;

        var jwks = (await sandbox.GetAsync(".well-known/jwks.json")).Text;
        Assert.True(await Jwt.IsSignedByAsync(token, jwks));
        Assert.Equal(("RS256", "JWT"), ((string?)Jwt.Header(token)["alg"], (string?)Jwt.Header(token)["typ"]));
    }

    [Fact]
    public async Task An_access_token_carries_auth0s_claims()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var claims = Jwt.Payload((await sandbox.LogInAsync(TenantSandbox.Ada, ("scope", "calendar:read mail:read"))).AccessToken);

        var now = sandbox.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(sandbox.Issuer, (string?)claims["iss"]);
        Assert.Equal(sandbox.Tenant.FindUser(TenantSandbox.Ada)!.Sub, (string?)claims["sub"]);
        Assert.Equal(TenantSandbox.Api, (string?)claims["aud"]);
        Assert.Equal("sandbox-chat", (string?)claims["azp"]);
        Assert.Equal("calendar:read mail:read", (string?)claims["scope"]);
        Assert.Equal((now, now + 86_400), ((long)claims["iat"]!, (long)claims["exp"]!));
        Assert.Equal(["aud", "azp", "exp", "iat", "iss", "scope", "sub"], claims.Select(c => c.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_token_with_openid_is_for_userinfo_too()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var claims = Jwt.Payload((await sandbox.LogInAsync(TenantSandbox.Ada, ("scope", "openid calendar:read"))).AccessToken);

        Assert.Equal([TenantSandbox.Api, sandbox.Issuer + "userinfo"], ((JsonArray)claims["aud"]!).Select(a => (string)a!));
    }

    [Fact]
    public async Task The_rfc_9068_profile_names_the_client_in_client_id_and_gives_every_token_an_id()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { TokenDialect = "rfc9068_profile" });

        var token = (await sandbox.LogInAsync()).AccessToken;

        var claims = Jwt.Payload(token);
        Assert.Equal("at+jwt", (string?)Jwt.Header(token)["typ"]);
        Assert.Equal("sandbox-chat", (string?)claims["client_id"]);
        Assert.NotEmpty((string)claims["jti"]!);
        Assert.False(claims.ContainsKey("azp"));
    }

    [Fact]
    public async Task An_api_decides_on_algorithm_and_lifetime_of_its_tokens()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { SigningAlg = "PS256", TokenLifetime = 600 });

        var answer = await sandbox.LogInAsync();

        var claims = Jwt.Payload(answer.AccessToken);
        Assert.Equal("PS256", (string?)Jwt.Header(answer.AccessToken)["alg"]);
        Assert.True(await Jwt.IsSignedByAsync(answer.AccessToken, (await sandbox.GetAsync(".well-known/jwks.json")).Text));
        Assert.Equal(600, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.Equal("600", answer["expires_in"]);
    }

    [Fact]
    public async Task An_id_token_is_for_the_client_and_carries_nonce_and_the_claims_that_scopes_open()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.LogInAsync(TenantSandbox.Ada, ("scope", "openid profile email"), ("nonce", "n-1"), ("max_age", "600"));

        var claims = Jwt.Payload(answer["id_token"]!);
        Assert.True(await Jwt.IsSignedByAsync(answer["id_token"]!, (await sandbox.GetAsync(".well-known/jwks.json")).Text));
        Assert.Equal((sandbox.Issuer, "sandbox-chat", "n-1"), ((string?)claims["iss"], (string?)claims["aud"], (string?)claims["nonce"]));
        Assert.Equal(("Ada Moreau", TenantSandbox.Ada), ((string?)claims["name"], (string?)claims["email"]));
        Assert.Equal(sandbox.Clock.GetUtcNow().ToUnixTimeSeconds(), (long)claims["auth_time"]!);
    }

    [Fact]
    public async Task An_id_token_without_profile_or_email_scope_tells_neither()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.LogInAsync(TenantSandbox.Ada, ("scope", "openid"));

        var claims = Jwt.Payload(answer["id_token"]!);
        Assert.False(claims.ContainsKey("name"));
        Assert.False(claims.ContainsKey("email"));
        Assert.False(claims.ContainsKey("auth_time"));
    }

    [Fact]
    public async Task Without_the_openid_scope_there_is_no_id_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.LogInAsync(TenantSandbox.Ada, ("scope", "calendar:read profile"));

        Assert.False(answer.Json!.ContainsKey("id_token"));
    }

    [Fact]
    public async Task Without_the_offline_access_scope_there_is_no_refresh_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.LogInAsync(TenantSandbox.Ada, ("scope", "openid calendar:read"));

        Assert.False(answer.Json!.ContainsKey("refresh_token"));
    }

    [Fact]
    public async Task An_api_without_offline_access_gives_no_refresh_token()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { AllowOfflineAccess = false });

        var answer = await sandbox.LogInAsync();

        Assert.Equal("openid calendar:read", answer["scope"]);
        Assert.False(answer.Json!.ContainsKey("refresh_token"));
    }

    [Fact]
    public async Task Scopes_that_the_api_does_not_have_are_left_out()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.LogInAsync(TenantSandbox.Ada, ("scope", "calendar:read calendar:read admin:all"));

        Assert.Equal("calendar:read", answer["scope"]);
    }
}
