using System.Net.Http.Headers;
using System.Text;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>Secrets and their absence; assertions are in <see cref="ClientAssertionTests"/>.</summary>
public sealed class ClientAuthenticationTests
{
    private const string Id = "agent-server-web";
    private const string Secret = "a secret: with + and % and é";

    public static TheoryData<string, string?, string?, string?, bool> Attempts => new()
    {
        // registered method, Basic user, Basic password, secret in the body, accepted
        { "client_secret_post", null, null, Secret, true },
        { "client_secret_post", null, null, "wrong", false },
        { "client_secret_post", null, null, "", false },
        { "client_secret_post", null, null, null, false },
        { "client_secret_post", Id, Secret, null, false },
        { "client_secret_post", Id, Secret, Secret, false },
        { "client_secret_basic", Id, Secret, null, true },
        { "client_secret_basic", Id, "wrong", null, false },
        { "client_secret_basic", "nobody", Secret, null, false },
        { "client_secret_basic", null, null, Secret, false },
        { "client_secret_basic", Id, Secret, Secret, false },
        { "private_key_jwt", null, null, Secret, false },
        { "private_key_jwt", null, null, null, false },
        { "none", null, null, null, true },
        { "none", null, null, Secret, false },
        { "none", Id, Secret, null, false },
        { "tls_client_auth", null, null, Secret, false },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task A_client_is_let_in_by_the_one_method_it_is_registered_with(
        string method, string? user, string? password, string? secret, bool accepted)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerWebClient with { TokenEndpointAuthMethod = method, ClientSecret = Secret });

        var answer = await AskAsync(sandbox, user is null ? null : Basic(user, password!), ("client_id", Id), ("client_secret", secret));

        // Past authentication the refresh token, which nobody issued, is what is wrong.
        Assert.Equal(accepted ? (403, "invalid_grant") : (401, "access_denied"), answer.Refusal);
    }

    [Fact]
    public async Task Basic_names_the_client_where_the_body_does_not()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerWebClient with { TokenEndpointAuthMethod = "client_secret_basic", ClientSecret = Secret });

        var answer = await AskAsync(sandbox, Basic(Id, Secret));

        Assert.Equal((403, "invalid_grant"), answer.Refusal);
    }

    [Theory]
    [InlineData("Basic", "not base64")]
    [InlineData("Basic", "bm9jb2xvbg==")]
    [InlineData("Basic", "")]
    [InlineData("Bearer", "YTpi")]
    public async Task A_header_that_is_no_basic_authentication_lets_nobody_in(string scheme, string parameter)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerWebClient with { TokenEndpointAuthMethod = "client_secret_basic" });

        var answer = await AskAsync(sandbox, new AuthenticationHeaderValue(scheme, parameter), ("client_id", Id));

        Assert.Equal((401, "access_denied"), answer.Refusal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nobody")]
    public async Task An_unknown_client_is_unauthorized(string? clientId)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await AskAsync(sandbox, null, ("client_id", clientId), ("client_secret", Secret));

        Assert.Equal((401, "access_denied"), answer.Refusal);
        Assert.Equal("Unauthorized", answer["error_description"]);
    }

    [Fact]
    public async Task A_confidential_client_without_a_secret_on_record_is_never_let_in()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Put(sandbox.Tenant.AgentServerWebClient with { ClientSecret = null });

        var answer = await AskAsync(sandbox, null, ("client_id", Id), ("client_secret", ""));

        Assert.Equal((401, "access_denied"), answer.Refusal);
    }

    private static AuthenticationHeaderValue Basic(string user, string password) => new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}")));

    private static Task<TenantAnswer> AskAsync(
        TenantSandbox sandbox, AuthenticationHeaderValue? authorization, params (string Name, string? Value)[] parameters)
    {
        var form = TenantSandbox.Form([("grant_type", "refresh_token"), ("refresh_token", "v1.unknown"), .. parameters]);
        var request = new HttpRequestMessage(HttpMethod.Post, "oauth/token") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = authorization;
        return sandbox.SendAsync(request);
    }
}
