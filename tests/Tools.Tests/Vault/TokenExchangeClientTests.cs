using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Tests.Vault;

/// <summary>What goes to Auth0, and what each of its documented answers becomes.</summary>
public sealed class TokenExchangeClientTests
{
    private static readonly string[] Secrets = ["provider-token-value", "subject-token", "s3cret"];

    [Fact]
    public async Task An_access_token_is_exchanged_by_the_custom_API_client()
    {
        using var auth0 = new FakeAuth0((_, _) => Task.FromResult(FakeAuth0.Granted()));

        await auth0.GetAsync();

        Assert.Equal(
            new Dictionary<string, string>
            {
                [":url"] = "https://tenant.example/oauth/token",
                ["grant_type"] = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
                ["subject_token"] = "subject-token",
                ["subject_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
                ["requested_token_type"] = "http://auth0.com/oauth/token-type/federated-connection-access-token",
                ["connection"] = "google-oauth2",
                ["client_id"] = "api-client",
                ["client_secret"] = "s3cret-of-client",
            },
            Assert.Single(auth0.Exchanges));
    }

    [Fact]
    public async Task A_refresh_token_is_exchanged_by_the_web_application()
    {
        using var auth0 = new FakeAuth0((_, _) => Task.FromResult(FakeAuth0.Granted()));
        var caller = FakeAuth0.Caller() with { SubjectToken = new SubjectToken("refresh", SubjectTokenType.RefreshToken) };

        await auth0.GetAsync(caller, loginHint: "ada@gmail.example");

        var form = Assert.Single(auth0.Exchanges);
        Assert.Equal("urn:ietf:params:oauth:token-type:refresh_token", form["subject_token_type"]);
        Assert.Equal(("web-client", "s3cret-of-web", "ada@gmail.example"), (form["client_id"], form["client_secret"], form["login_hint"]));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task A_private_key_signs_an_assertion_instead_of_a_secret(string algorithm)
    {
        using var key = RSA.Create(2048);
        using var auth0 = new FakeAuth0(
            (_, _) => Task.FromResult(FakeAuth0.Granted(expiresIn: 0)), null,
            ("Auth0:ClientSecret", null), ("Auth0:PrivateKey", key.ExportPkcs8PrivateKeyPem()), ("Auth0:SigningAlgorithm", algorithm), ("Auth0:KeyId", "k1"));

        await auth0.GetAsync();
        await auth0.GetAsync();

        var forms = auth0.Exchanges.ToList();
        Assert.All(forms, form => Assert.False(form.ContainsKey("client_secret")));
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", forms[0]["client_assertion_type"]);
        var checkedAssertion = await new JsonWebTokenHandler().ValidateTokenAsync(forms[0]["client_assertion"], new TokenValidationParameters
        {
            ValidIssuer = "api-client",
            ValidAudience = "https://tenant.example/",
            IssuerSigningKey = new RsaSecurityKey(key) { KeyId = "k1" },
            ValidAlgorithms = [algorithm],
        });
        Assert.True(checkedAssertion.IsValid);
        Assert.Equal("api-client", checkedAssertion.Claims["sub"]);
        var (first, second) = (new JsonWebToken(forms[0]["client_assertion"]), new JsonWebToken(forms[1]["client_assertion"]));
        Assert.NotEqual(first.Id, second.Id);
        Assert.True(first.ValidTo - first.IssuedAt <= TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(401, "federated_connection_refresh_token_not_found", nameof(FailureCode.ConnectRequired))]
    [InlineData(401, "federated_connection_refresh_token_flow_failed", nameof(FailureCode.ConnectRequired))]
    [InlineData(401, "user_not_found", nameof(FailureCode.ConnectRequired))]
    [InlineData(403, "mfa_required", nameof(FailureCode.TenantMisconfigured))]
    [InlineData(403, "unauthorized_client", nameof(FailureCode.TenantMisconfigured))]
    [InlineData(403, "unsupported_grant_type", nameof(FailureCode.TenantMisconfigured))]
    [InlineData(401, "invalid_client", nameof(FailureCode.TenantMisconfigured))]
    [InlineData(401, "access_denied", nameof(FailureCode.TenantMisconfigured))]
    [InlineData(403, "invalid_grant", nameof(FailureCode.Forbidden))]
    [InlineData(401, "invalid_token", nameof(FailureCode.Forbidden))]
    [InlineData(400, "invalid_request", nameof(FailureCode.TenantMisconfigured))]
    [InlineData(400, "something_new", nameof(FailureCode.TenantMisconfigured))]
    [InlineData(401, "something_new", nameof(FailureCode.TenantMisconfigured))]
    [InlineData(403, "something_new", nameof(FailureCode.TenantMisconfigured))]
    public async Task An_error_means(int status, string error, string expected)
    {
        using var auth0 = new FakeAuth0(status, $$"""{"error":"{{error}}","error_description":"No account connected. Connect it. consent_required"}""");

        var failure = await FailureOf(auth0);

        Assert.Equal(expected, failure.Code.ToString());
        Assert.False(string.IsNullOrWhiteSpace(failure.Hint));
        Assert.DoesNotContain("consent_required", $"{failure.Message}{failure.Hint}", StringComparison.Ordinal);
        Assert.Single(auth0.Exchanges);
    }

    [Theory]
    [InlineData(401, "")]
    [InlineData(401, "<html>denied</html>")]
    [InlineData(403, "[]")]
    [InlineData(401, """{"error":5}""")]
    public async Task A_refusal_in_no_known_form_is_never_taken_for_missing_consent(int status, string body)
    {
        using var auth0 = new FakeAuth0(status, body);

        var failure = await FailureOf(auth0);

        Assert.Equal(FailureCode.TenantMisconfigured, failure.Code);
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"access_token":"","token_type":"Bearer","expires_in":60}""")]
    [InlineData(200, """{"access_token":"t","token_type":"MAC","expires_in":60}""")]
    [InlineData(200, """{"access_token":"t","token_type":"Bearer","expires_in":"soon"}""")]
    public async Task An_answer_that_cannot_be_relied_on_is_unavailable(int status, string body)
    {
        using var auth0 = new FakeAuth0(status, body);

        var failure = await FailureOf(auth0);

        Assert.Equal(FailureCode.ProviderUnavailable, failure.Code);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_secret()
    {
        using var auth0 = new FakeAuth0(302, "", ("Location", "https://evil.example/oauth/token"));

        await FailureOf(auth0);

        Assert.Equal("https://tenant.example/oauth/token", Assert.Single(auth0.Exchanges)[":url"]);
    }

    [Fact]
    public async Task A_long_limit_is_passed_on_with_its_time()
    {
        using var auth0 = new FakeAuth0(429, """{"error":"too_many_requests"}""", ("Retry-After", "30"));

        var failure = await FailureOf(auth0);

        Assert.Equal((FailureCode.RateLimited, 30), (failure.Code, failure.RetryAfterSeconds));
        Assert.Single(auth0.Exchanges);
    }

    [Fact]
    public async Task A_short_limit_is_waited_out()
    {
        var answers = new Queue<HttpResponseMessage>([FakeAuth0.Response(429, "{}", ("Retry-After", "0")), FakeAuth0.Granted()]);
        using var auth0 = new FakeAuth0((_, _) => Task.FromResult(answers.Dequeue()));

        var token = await auth0.GetAsync();

        Assert.Equal("provider-token", token.Value);
    }

    [Fact]
    public async Task A_connection_fault_is_tried_again()
    {
        var faults = 2;
        using var auth0 = new FakeAuth0((_, _) => faults-- > 0 ? throw new HttpRequestException("reset") : Task.FromResult(FakeAuth0.Granted()));

        var token = await auth0.GetAsync();

        Assert.Equal("provider-token", token.Value);
        Assert.Equal(3, auth0.Exchanges.Count);
    }

    [Fact]
    public async Task An_answer_of_endless_length_is_cut_off()
    {
        using var auth0 = new FakeAuth0(200, "{\"access_token\":\"" + new string('x', 1_000_000) + "\"}");

        var failure = await FailureOf(auth0);

        Assert.Equal(FailureCode.ProviderUnavailable, failure.Code);
    }

    [Theory]
    [InlineData(200, """{"access_token":"provider-token-value","token_type":"MAC","expires_in":60}""")]
    [InlineData(403, """{"error":"invalid_grant","error_description":"provider-token-value subject-token s3cret-of-client"}""")]
    [InlineData(401, """{"error":"provider-token-value"}""")]
    [InlineData(500, "provider-token-value")]
    public async Task No_token_or_secret_reaches_the_log_or_the_failure(int status, string body)
    {
        using var auth0 = new FakeAuth0(status, body);

        var failure = await FailureOf(auth0);

        var told = $"{failure}\n{string.Join('\n', auth0.Log.GetSnapshot().Select(r => r.Message + r.Exception))}";
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
    }

    private static async Task<ToolFailure> FailureOf(FakeAuth0 auth0) =>
        (await Assert.ThrowsAsync<ToolFailureException>(() => auth0.GetAsync())).Failure;
}
