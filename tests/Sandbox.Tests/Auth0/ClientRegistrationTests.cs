using System.Text;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>Clients that register themselves: auth0.com/docs, "Dynamic Client Registration".</summary>
public sealed class ClientRegistrationTests
{
    private const string Agent =
        """{"client_name":"An agent","redirect_uris":["http://127.0.0.1:8976/callback"],"token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token","implicit"],"response_types":["code"],"scope":"x"}""";

    [Fact]
    public async Task It_is_off_by_default_and_says_so()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var answer = await RegisterAsync(sandbox, Agent);

        Assert.Equal((404, "not_found"), (answer.Status, answer["error"]));
        Assert.Contains("administrator", answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_registers_itself_and_its_user_logs_in()
    {
        await using var sandbox = await StartAsync();
        using var ada = sandbox.PersonFor();

        var answer = await RegisterAsync(sandbox, Agent);
        var client = new PublicClient(sandbox.Host.Auth0Url, answer["client_id"]!, TenantSandbox.Callback, sandbox.Http);
        var tokens = await client.LogInAsync(ada, new Uri(TenantSandbox.Api), "openid offline_access calendar:read", TestContext.Current.CancellationToken);

        Assert.Equal(201, answer.Status);
        Assert.StartsWith("tpc_", answer["client_id"], StringComparison.Ordinal);
        Assert.Equal(["authorization_code", "refresh_token"], answer.Json!["grant_types"]!.AsArray().Select(g => (string?)g));
        Assert.False(answer.Json.ContainsKey("client_secret"));
        // A third-party client like any other: it asks for consent and gets no OIDC scopes.
        Assert.Equal(["Log in", "Authorize app"], ada.PagesSeen);
        Assert.Equal("offline_access calendar:read", tokens.Scope);
    }

    [Fact]
    public async Task A_confidential_client_gets_a_secret_and_needs_it()
    {
        await using var sandbox = await StartAsync();
        var answer = await RegisterAsync(sandbox, """{"redirect_uris":["http://127.0.0.1:8976/callback"]}""");
        var id = answer["client_id"];
        var code = await sandbox.CodeAsync(TenantSandbox.Ada, ("client_id", id), ("scope", "calendar:read"));

        var without = await sandbox.RedeemAsync(code, ("client_id", id));
        var with = await sandbox.RedeemAsync(code, ("client_id", id), ("client_secret", answer["client_secret"]));

        Assert.Equal(("client_secret_post", 0), (answer["token_endpoint_auth_method"], (int)answer.Json!["client_secret_expires_at"]!));
        Assert.Equal((401, 200), (without.Status, with.Status));
    }

    [Theory]
    [InlineData("""[]""", "invalid_client_metadata")]
    [InlineData("""{"client_name":""", "invalid_client_metadata")]
    [InlineData("""{}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":[]}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":"https://agent.example/callback"}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":["/callback"]}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":["http://agent.example/callback"]}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":["https://agent.example/callback#x"]}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":["javascript:alert(1)"]}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":["https://agent.example/callback",null]}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":["cursor://anysphere.cursor-mcp/callback"],"token_endpoint_auth_method":"private_key_jwt"}""", "invalid_client_metadata")]
    [InlineData("""{"redirect_uris":["https://agent.example/callback"],"grant_types":["password"]}""", "invalid_client_metadata")]
    public async Task What_is_no_client_is_refused_by_the_member_at_fault(string body, string error)
    {
        await using var sandbox = await StartAsync();

        var answer = await RegisterAsync(sandbox, body);

        Assert.Equal((400, error), (answer.Status, answer["error"]));
    }

    [Fact]
    public async Task A_tenant_has_no_room_for_clients_without_end()
    {
        await using var sandbox = await StartAsync();
        for (var i = 0; i < 99; i++)
            Assert.Equal(201, (await RegisterAsync(sandbox, Agent)).Status);

        var answer = await RegisterAsync(sandbox, Agent);

        Assert.Equal((403, "too_many_entities"), (answer.Status, answer["error"]));
    }

    [Fact]
    public async Task After_a_reset_its_user_reads_what_to_do()
    {
        await using var sandbox = await StartAsync();
        var id = (await RegisterAsync(sandbox, Agent))["client_id"];
        sandbox.Tenant.Reset();

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", id)));

        Assert.Equal((400, null), (answer.Status, answer.Location));
        Assert.Contains("remove what the client has stored", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<TenantSandbox> StartAsync()
    {
        var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { EnableDynamicClientRegistration = true };
        return sandbox;
    }

    private static Task<TenantAnswer> RegisterAsync(TenantSandbox sandbox, string body) => sandbox.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "oidc/register") { Content = new StringContent(body, Encoding.UTF8, "application/json") });
}
