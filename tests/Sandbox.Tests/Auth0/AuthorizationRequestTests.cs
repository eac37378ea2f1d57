
namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class AuthorizationRequestTests
{
    public static TheoryData<string, string?> Strangers => new()
    {
        { "client_id", "nobody" },
        { "client_id", null },
        { "client_id", "<script>alert(1)</script>" },
        { "redirect_uri", "https://evil.example/callback" },
        { "redirect_uri", "http://127.0.0.1:8976/callback/" },
        { "redirect_uri", "http://127.0.0.1:8976/callback?next=evil" },
        { "redirect_uri", "http://127.0.0.1:8976/callback#fragment" },
        { "redirect_uri", "http://someone@127.0.0.1:8976/callback" },
        { "redirect_uri", "http://127.0.0.1:8976/web-callback" },
        { "redirect_uri", null },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task An_unknown_client_or_redirect_uri_gets_an_error_page_and_no_redirect(string parameter, string? value)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl((parameter, value)));

        Assert.Equal(400, answer.Status);
        Assert.Null(answer.Location);
        Assert.StartsWith("text/html", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string, string?, string> Faults => new()
    {
        { "response_type", "token", "unsupported_response_type" },
        { "response_type", null, "unsupported_response_type" },
        { "code_challenge", null, "invalid_request" },
        { "code_challenge", "", "invalid_request" },
        { "code_challenge_method", "plain", "invalid_request" },
        { "code_challenge_method", null, "invalid_request" },
        { "audience", "https://unknown.example/", "access_denied" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_bad_request_of_a_known_client_is_told_to_it_by_redirect(string parameter, string? value, string error)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl((parameter, value)));

        Assert.Equal(302, answer.Status);
        Assert.StartsWith(TenantSandbox.Callback.ToString(), answer.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal((error, TenantSandbox.State), (answer.Redirect["error"], answer.Redirect["state"]));
        Assert.False(answer.Redirect.ContainsKey("code"));
    }

    [Fact]
    public async Task A_client_without_the_code_grant_is_told_so()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.ChatClient with { GrantTypes = ["refresh_token"] });

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl());

        Assert.Equal("unauthorized_client", answer.Redirect["error"]);
    }

    [Fact]
    public async Task A_confidential_client_may_leave_pkce_out()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(
            ("client_id", "agent-server-web"), ("redirect_uri", TenantSandbox.WebCallback.ToString()),
            ("code_challenge", null), ("code_challenge_method", null)));

        Assert.StartsWith("/u/login?state=", answer.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, TenantSandbox.Api, TenantSandbox.Api)]
    [InlineData("https://other.example/", TenantSandbox.Api, "https://other.example/")]
    public async Task Resource_names_the_api_where_audience_does_not(string? audience, string resource, string expected)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.FindApi(TenantSandbox.Api)! with { Identifier = "https://other.example/", Name = "Other" });

        var answer = await sandbox.LogInAsync(
            TenantSandbox.Ada, ("audience", audience), ("resource", resource), ("scope", "calendar:read"));

        Assert.Equal(expected, (string?)Jwt.Payload(answer.AccessToken)["aud"]);
    }

    [Fact]
    public async Task Resource_is_ignored_in_the_audience_profile()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { ResourceParameterProfile = "audience" };

        var answer = await sandbox.LogInAsync(TenantSandbox.Ada, ("audience", null), ("resource", TenantSandbox.Api));

        Assert.DoesNotContain('.', answer.AccessToken);
        Assert.Equal("openid offline_access", answer["scope"]);
    }

    [Fact]
    public async Task An_unknown_resource_is_refused_in_the_compatibility_profile()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("audience", null), ("resource", "https://unknown.example/")));

        Assert.Equal("access_denied", answer.Redirect["error"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_answer_names_the_issuer_where_the_tenant_supports_it(bool supported)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { AuthorizationResponseIssParameterSupported = supported };
        using var ada = sandbox.PersonFor();

        var answer = await sandbox.AuthorizeAsync(ada);

        Assert.Equal(supported ? sandbox.Issuer : null, answer.GetValueOrDefault("iss"));
        Assert.Equal(TenantSandbox.State, answer["state"]);
    }

    [Fact]
    public async Task An_answer_to_a_request_without_state_has_none()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var ada = sandbox.PersonFor();

        var answer = await sandbox.AuthorizeAsync(ada, ("state", null));

        Assert.False(answer.ContainsKey("state"));
    }
}
