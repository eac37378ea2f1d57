using System.Text;
using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class TokenEndpointTests
{
    public static TheoryData<string, string, int, string> Bodies => new()
    {
        { "application/json", "", 400, "invalid_request" },
        { "application/json", "{", 400, "invalid_request" },
        { "application/json", "null", 400, "invalid_request" },
        { "application/json", "[]", 400, "invalid_request" },
        { "application/json", """{"grant_type":{}}""", 400, "invalid_request" },
        { "application/json", """{"grant_type":null}""", 400, "invalid_request" },
        { "text/plain", "grant_type=refresh_token", 400, "invalid_request" },
        { "application/x-www-form-urlencoded", "", 400, "invalid_request" },
        { "application/x-www-form-urlencoded", "client_id=sandbox-chat", 400, "invalid_request" },
        { "application/x-www-form-urlencoded", "client_id=sandbox-chat&grant_type=password", 403, "unsupported_grant_type" },
        { "application/json", """{"client_id":"sandbox-chat","grant_type":"urn:ietf:params:oauth:grant-type:device_code"}""", 403, "unsupported_grant_type" },
        { "application/json", """{"client_id":"sandbox-chat","grant_type":"client_credentials"}""", 403, "unauthorized_client" },
        { "application/json", """{"client_id":"sandbox-chat","grant_type":"refresh_token"}""", 400, "invalid_request" },
        { "application/json", """{"client_id":"sandbox-chat","grant_type":"refresh_token","refresh_token":"v1.unknown"}""", 403, "invalid_grant" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_body_is_refused_with_an_oauth_error_that_nobody_may_store(string type, string body, int status, string error)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.SendAsync(new HttpRequestMessage(HttpMethod.Post, "oauth/token")
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        });

        Assert.Equal((status, error), answer.Refusal);
        Assert.NotEmpty(answer["error_description"]!);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task A_get_finds_nothing()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync("oauth/token?grant_type=refresh_token");

        Assert.Equal((404, "Not Found"), answer.Refusal);
    }

    [Fact]
    public async Task A_repeated_parameter_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var form = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("client_id", "sandbox-chat"), new("client_id", "agent-server-web")]);

        using var answer = await sandbox.Http.PostAsync("oauth/token", form, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_multipart_body_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var body = new StringContent("--x--");
        body.Headers.ContentType = new("multipart/form-data");

        using var answer = await sandbox.Http.PostAsync("oauth/token", body, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(TokenErrors.Reported, 403, "invalid_grant", 403, "unsupported_grant_type", 401, "access_denied", 403, "mfa_required")]
    [InlineData(TokenErrors.Documented, 400, "invalid_grant", 400, "unsupported_grant_type", 401, "invalid_client", 401, "mfa_required")]
    public async Task Where_documents_and_reports_differ_the_tenant_plays_each(
        TokenErrors form, int grantStatus, string grant, int typeStatus, string type, int secretStatus, string secret, int mfaStatus, string mfa)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var tokens = await sandbox.LogInAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { TokenErrors = form, MfaPolicy = MfaPolicy.Always };

        Assert.Equal((grantStatus, grant), (await sandbox.RefreshAsync("unknown")).Refusal);
        Assert.Equal((typeStatus, type), (await sandbox.TokenAsync(("grant_type", "made-up"), ("client_id", "sandbox-chat"))).Refusal);
        Assert.Equal((secretStatus, secret), (await sandbox.TokenAsync(("grant_type", "client_credentials"), ("client_id", "ops-m2m"), ("client_secret", "wrong"))).Refusal);
        Assert.Equal((mfaStatus, mfa), (await sandbox.RefreshAsync(tokens.RefreshToken)).Refusal);
    }
}
