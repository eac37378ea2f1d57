using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>Where an answer may be sent to, and which pages may read one.</summary>
public sealed class CallbackTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8976/callback", true)]
    [InlineData("http://127.0.0.1:60005/callback", true)]
    [InlineData("http://127.0.0.1/callback", true)]
    [InlineData("http://localhost:60005/oauth/callback", true)]
    // Another host, path, query or scheme, and what only looks like loopback.
    [InlineData("http://localhost:60005/callback", false)]
    [InlineData("http://127.0.0.1:60005/callback/", false)]
    [InlineData("http://127.0.0.1:60005/callback?foo=bar", false)]
    [InlineData("http://127.0.0.1:60005/callback#x", false)]
    [InlineData("https://127.0.0.1:60005/callback", false)]
    [InlineData("http://127.0.0.1:60005@evil.example/callback", false)]
    [InlineData("http://127.0.0.1.evil.example:60005/callback", false)]
    [InlineData("http://evil.example/callback", false)]
    [InlineData("", false)]
    public async Task A_public_clients_loopback_callback_may_have_any_port_where_the_tenant_says_so(string callback, bool isTaken)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { LoopbackPorts = LoopbackPorts.Any };

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("redirect_uri", callback)));

        Assert.Equal(isTaken ? 302 : 400, answer.Status);
    }

    [Fact]
    public async Task The_code_goes_to_that_port_and_is_redeemed_with_it()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { LoopbackPorts = LoopbackPorts.Any };
        const string Callback = "http://127.0.0.1:60005/callback";
        var code = await sandbox.CodeAsync(TenantSandbox.Ada, ("redirect_uri", Callback));

        Assert.Equal(403, (await sandbox.RedeemAsync(code)).Status);
        code = await sandbox.CodeAsync(TenantSandbox.Ada, ("redirect_uri", Callback));
        Assert.Equal(200, (await sandbox.RedeemAsync(code, ("redirect_uri", Callback))).Status);
    }

    [Theory]
    [InlineData("sandbox-chat", LoopbackPorts.Exact)]
    [InlineData("partner-agent", LoopbackPorts.Any)]
    public async Task By_default_and_for_clients_with_a_secret_the_port_counts(string client, LoopbackPorts ports)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { LoopbackPorts = ports };

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", client), ("redirect_uri", "http://127.0.0.1:60005/callback"), ("scope", "calendar:read")));

        Assert.Equal(400, answer.Status);
        Assert.Contains("http://127.0.0.1:8976/callback", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:6274/oauth/callback")]
    [InlineData("http://127.0.0.1:6276/oauth/callback")]
    [InlineData("http://localhost:6274/oauth/callback")]
    public async Task The_Inspectors_callbacks_are_registered(string callback)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        Assert.Equal(302, (await sandbox.GetAsync(sandbox.AuthorizeUrl(("redirect_uri", callback)))).Status);
    }

    [Fact]
    public async Task A_request_without_a_client_is_told_how_to_get_one()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", null)));

        Assert.Equal(400, answer.Status);
        Assert.Contains("client_id", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".well-known/openid-configuration", "https://chat.example", "*")]
    [InlineData("oidc/register", "https://chat.example", "*")]
    [InlineData("oauth/token", "http://127.0.0.1:8976", "http://127.0.0.1:8976")]
    [InlineData("oauth/revoke", "http://localhost:6274", "http://localhost:6274")]
    [InlineData("userinfo", "http://127.0.0.1:8976", "http://127.0.0.1:8976")]
    [InlineData("oauth/token", "https://chat.example", null)]
    [InlineData("oauth/token", "null", null)]
    [InlineData("oauth/token", "http://127.0.0.1:1", null)]
    [InlineData("authorize", "http://127.0.0.1:8976", null)]
    [InlineData("me/v1/connected-accounts/accounts", "http://127.0.0.1:8976", null)]
    public async Task A_page_may_read_what_is_public_and_tokens_where_a_callback_is(string path, string origin, string? allowed)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, path);
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type,mcp-protocol-version");

        using var response = await sandbox.Http.SendAsync(preflight, TestContext.Current.CancellationToken);

        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
    }
}
