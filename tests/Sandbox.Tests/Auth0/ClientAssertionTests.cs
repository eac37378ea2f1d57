using System.Security.Cryptography;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary><c>private_key_jwt</c> (RFC 7523), as Auth0 documents it.</summary>
public sealed class ClientAssertionTests
{
    private const string Id = "agent-server-web";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly RSA Key = RSA.Create(2048);
    private static readonly RSA ForeignKey = RSA.Create(2048);

    // Past authentication the refresh token, which nobody issued, is what is wrong.
    private static readonly (int, string?) Accepted = (403, "invalid_grant");
    private static readonly (int, string?) Refused = (401, "access_denied");

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("PS256")]
    public async Task A_good_assertion_lets_the_client_in(string algorithm)
    {
        await using var sandbox = await StartAsync();

        var answer = await AskAsync(sandbox, Jwt.Sign(Key, Claims(sandbox), algorithm));

        Assert.Equal(Accepted, answer.Refusal);
    }

    [Fact]
    public async Task An_assertion_may_stand_without_client_id()
    {
        await using var sandbox = await StartAsync();

        var answer = await AskAsync(sandbox, Jwt.Sign(Key, Claims(sandbox)), ("client_id", null));

        Assert.Equal(Accepted, answer.Refusal);
    }

    [Theory]
    [InlineData("RS512")]
    public async Task An_algorithm_that_the_metadata_does_not_list_is_refused(string algorithm)
    {
        await using var sandbox = await StartAsync();

        var answer = await AskAsync(sandbox, Jwt.Sign(Key, Claims(sandbox), algorithm));

        Assert.Equal(Refused, answer.Refusal);
    }

    [Fact]
    public async Task An_assertion_signed_by_a_foreign_key_is_refused()
    {
        await using var sandbox = await StartAsync();

        var answer = await AskAsync(sandbox, Jwt.Sign(ForeignKey, Claims(sandbox)));

        Assert.Equal(Refused, answer.Refusal);
    }

    [Fact]
    public async Task An_assertion_works_once()
    {
        await using var sandbox = await StartAsync();
        var assertion = Jwt.Sign(Key, Claims(sandbox));
        await AskAsync(sandbox, assertion);

        var answer = await AskAsync(sandbox, assertion);

        Assert.Equal(Refused, answer.Refusal);
    }

    [Fact]
    public async Task Two_clients_may_choose_the_same_jti()
    {
        await using var sandbox = await StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerWebClient with { ClientId = "twin" });
        await AskAsync(sandbox, Jwt.Sign(Key, Claims(sandbox, ("jti", "the same"))));

        var answer = await AskAsync(
            sandbox, Jwt.Sign(Key, Claims(sandbox, ("jti", "the same"), ("iss", "twin"), ("sub", "twin"))), ("client_id", "twin"));

        Assert.Equal(Accepted, answer.Refusal);
    }

    /// <summary>A claim, and how it is wrong: an offset in seconds for times, null to leave it out.</summary>
    public static TheoryData<string, object?> WrongClaims => new()
    {
        { "aud", "https://other.example/" },
        { "aud", "the issuer without its slash" },
        { "aud", "the token endpoint" },
        { "aud", null },
        { "iss", "sandbox-chat" },
        { "iss", null },
        { "sub", "sandbox-chat" },
        { "sub", null },
        { "jti", "" },
        { "jti", null },
        { "exp", 0 },
        { "exp", -1 },
        { "exp", 301 },
        { "exp", null },
        { "nbf", 1 },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task An_assertion_with_a_wrong_claim_is_refused(string claim, object? value)
    {
        await using var sandbox = await StartAsync();
        var now = sandbox.Clock.GetUtcNow().ToUnixTimeSeconds();
        var wrong = value switch
        {
            int offset => now + offset,
            "the issuer without its slash" => sandbox.Issuer.TrimEnd('/'),
            "the token endpoint" => sandbox.Issuer + "oauth/token",
            _ => value,
        };

        var answer = await AskAsync(sandbox, Jwt.Sign(Key, Claims(sandbox, (claim, wrong))));

        Assert.Equal(Refused, answer.Refusal);
    }

    [Theory]
    [InlineData("exp", 1)]
    [InlineData("exp", 300)]
    [InlineData("nbf", 0)]
    public async Task An_assertion_may_live_for_five_minutes(string claim, int offset)
    {
        await using var sandbox = await StartAsync();

        var answer = await AskAsync(sandbox, Jwt.Sign(Key, Claims(sandbox, (claim, sandbox.Clock.GetUtcNow().ToUnixTimeSeconds() + offset))));

        Assert.Equal(Accepted, answer.Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task Garbage_is_refused_with_and_without_client_id(string assertion)
    {
        await using var sandbox = await StartAsync();

        var named = await AskAsync(sandbox, assertion);
        var unnamed = await AskAsync(sandbox, assertion, ("client_id", null));

        Assert.Equal((Refused, Refused), (named.Refusal, unnamed.Refusal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("urn:ietf:params:oauth:client-assertion-type:saml2-bearer")]
    public async Task The_assertion_type_must_be_jwt_bearer(string? type)
    {
        await using var sandbox = await StartAsync();

        var answer = await AskAsync(sandbox, Jwt.Sign(Key, Claims(sandbox)), ("client_assertion_type", type));

        Assert.Equal(Refused, answer.Refusal);
    }

    [Fact]
    public async Task An_assertion_beside_a_secret_is_refused()
    {
        await using var sandbox = await StartAsync();

        var answer = await AskAsync(
            sandbox, Jwt.Sign(Key, Claims(sandbox)), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret));

        Assert.Equal(Refused, answer.Refusal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("client_secret_post")]
    public async Task An_assertion_is_refused_from_a_client_registered_with_another_method(string method)
    {
        await using var sandbox = await StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerWebClient with { TokenEndpointAuthMethod = method });

        var answer = await AskAsync(sandbox, Jwt.Sign(Key, Claims(sandbox)));

        Assert.Equal(Refused, answer.Refusal);
    }

    private static async Task<TenantSandbox> StartAsync()
    {
        var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerWebClient with
        {
            TokenEndpointAuthMethod = "private_key_jwt",
            PublicKey = Key.ExportSubjectPublicKeyInfoPem(),
        });
        return sandbox;
    }

    private static Dictionary<string, object> Claims(TenantSandbox sandbox, params (string Name, object? Value)[] changes)
    {
        var now = sandbox.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Id,
            ["sub"] = Id,
            ["aud"] = sandbox.Issuer,
            ["iat"] = now,
            ["exp"] = now + 60,
            ["jti"] = Guid.NewGuid().ToString(),
        };
        foreach (var (name, value) in changes)
            if (value is null)
                claims.Remove(name);
            else
                claims[name] = value;
        return claims;
    }

    private static Task<TenantAnswer> AskAsync(TenantSandbox sandbox, string assertion, params (string Name, string? Value)[] changes) =>
        sandbox.TokenAsync(
        [
            ("grant_type", "refresh_token"), ("refresh_token", "v1.unknown"), ("client_id", Id),
            ("client_assertion_type", AssertionType), ("client_assertion", assertion), .. changes,
        ]);
}
