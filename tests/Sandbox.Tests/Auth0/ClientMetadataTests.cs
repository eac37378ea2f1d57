using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Demo;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>Clients known by the URL of their metadata document.</summary>
public sealed class ClientMetadataTests
{
    [Fact]
    public async Task A_registered_document_makes_a_public_third_party_client()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await RegisterAsync(sandbox);

        var client = sandbox.Tenant.FindClient(document.DocumentUrl.ToString())!;

        Assert.Equal((false, true), (client.IsFirstParty, client.IsPublic));
        Assert.Equal(("An agent", "rotating"), (client.Name, client.RefreshTokenRotation));
        Assert.Equal([TenantSandbox.Callback], client.Callbacks);
    }

    [Fact]
    public async Task The_client_is_known_by_its_url_and_not_by_the_tenants_own_id()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await RegisterAsync(sandbox);
        var internalId = sandbox.Tenant.FindClient(document.DocumentUrl.ToString())!.ClientId;

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", internalId)));

        Assert.Equal((400, null), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task Its_tokens_name_it_by_its_url()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await RegisterAsync(sandbox);
        using var ada = sandbox.PersonFor();

        var tokens = await Client(sandbox, document).LogInAsync(
            ada, new Uri(TenantSandbox.Api), "openid offline_access calendar:read", TestContext.Current.CancellationToken);

        Assert.Equal("offline_access calendar:read", tokens.Scope);
        Assert.Equal(document.DocumentUrl.ToString(), (string?)Jwt.Payload(tokens.AccessToken)["azp"]);
        Assert.Equal(["Log in", "Authorize app"], ada.PagesSeen);
    }

    [Fact]
    public async Task Its_refresh_tokens_rotate()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await RegisterAsync(sandbox);
        using var ada = sandbox.PersonFor();
        var client = Client(sandbox, document);
        var tokens = await client.LogInAsync(ada, new Uri(TenantSandbox.Api), "offline_access", TestContext.Current.CancellationToken);

        var refreshed = await client.RefreshAsync(tokens.RefreshToken!, TestContext.Current.CancellationToken);

        Assert.NotEqual(tokens.RefreshToken, refreshed.RefreshToken);
    }

    [Fact]
    public async Task A_second_registration_changes_the_client_and_not_its_id()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await RegisterAsync(sandbox);
        var first = sandbox.Tenant.FindClient(document.DocumentUrl.ToString())!.ClientId;

        await sandbox.Tenant.RegisterCimdClientAsync(document.DocumentUrl, TestContext.Current.CancellationToken);

        Assert.Equal(first, sandbox.Tenant.FindClient(document.DocumentUrl.ToString())!.ClientId);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5/client.json")]
    [InlineData("https://127.0.0.1:5/")]
    [InlineData("https://127.0.0.1:5/client.json#fragment")]
    [InlineData("https://127.0.0.1:5/client.json?query")]
    [InlineData("https://ada@127.0.0.1:5/client.json")]
    [InlineData("https://127.0.0.1:5/a-path-that-is-longer-than-a-client-id-may-be/a-path-that-is-longer-than-a-client-id-may-be/client.json")]
    public async Task A_url_that_cannot_be_a_client_id_is_refused_unread(string url)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await StartDocumentAsync();

        await Assert.ThrowsAsync<ClientMetadataException>(() =>
            sandbox.Tenant.RegisterCimdClientAsync(new Uri(url), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_document_that_names_another_url_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await StartDocumentAsync();
        sandbox.Tenant.TrustClientHost(document.Certificate);
        var alias = new UriBuilder(document.DocumentUrl) { Host = "localhost" }.Uri;

        var refusal = await Assert.ThrowsAsync<ClientMetadataException>(() =>
            sandbox.Tenant.RegisterCimdClientAsync(alias, TestContext.Current.CancellationToken));

        Assert.Contains("its own URL", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_name", null)]
    [InlineData("client_name", "\" \"")]
    [InlineData("grant_types", null)]
    [InlineData("grant_types", "[]")]
    [InlineData("redirect_uris", null)]
    [InlineData("application_type", "\"desktop\"")]
    [InlineData("application_type", "\"web\"")]
    [InlineData("application_type", null)]
    [InlineData("redirect_uris", "[\"http://agent.example/callback\"]")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_post\"")]
    public async Task A_document_that_breaks_a_rule_is_refused(string member, string? value)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await ClientMetadataHost.StartAsync(
            "An agent", TenantSandbox.Callback, TestContext.Current.CancellationToken, json =>
            {
                if (value is null)
                    json.Remove(member);
                else
                    json[member] = JsonNode.Parse(value);
            });
        sandbox.Tenant.TrustClientHost(document.Certificate);

        await Assert.ThrowsAsync<ClientMetadataException>(() =>
            sandbox.Tenant.RegisterCimdClientAsync(document.DocumentUrl, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_document_served_under_another_certificate_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await StartDocumentAsync();
        await using var other = await StartDocumentAsync();
        sandbox.Tenant.TrustClientHost(other.Certificate);

        await Assert.ThrowsAsync<ClientMetadataException>(() =>
            sandbox.Tenant.RegisterCimdClientAsync(document.DocumentUrl, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_tenant_without_document_registration_registers_none()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await StartDocumentAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { ClientIdMetadataDocumentSupported = false };

        await Assert.ThrowsAsync<ClientMetadataException>(() =>
            sandbox.Tenant.RegisterCimdClientAsync(document.DocumentUrl, TestContext.Current.CancellationToken));

        Assert.Null(sandbox.Tenant.FindClient(document.DocumentUrl.ToString()));
    }

    [Fact]
    public async Task Where_documents_are_fetched_when_first_seen_nobody_registers_it()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await StartDocumentAsync();
        sandbox.Tenant.TrustClientHost(document.Certificate);
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { ClientMetadataDocuments = ClientMetadataDocuments.FirstSeen };
        using var ada = sandbox.PersonFor();

        var tokens = await Client(sandbox, document).LogInAsync(ada, new Uri(TenantSandbox.Api), "calendar:read", TestContext.Current.CancellationToken);

        Assert.Equal(document.DocumentUrl.ToString(), (string?)Jwt.Payload(tokens.AccessToken)["azp"]);
    }

    [Fact]
    public async Task Where_an_administrator_imports_them_an_unknown_one_is_not_fetched()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await StartDocumentAsync();
        sandbox.Tenant.TrustClientHost(document.Certificate);

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", document.DocumentUrl.ToString())));

        Assert.Equal((400, null), (answer.Status, answer.Location));
        Assert.Contains("not registered at this tenant", answer.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "slow", "did not arrive within 5 seconds" },
        { "huge", "more than 5120 bytes" },
        { "redirect", "answered with status 302" },
        { "missing", "answered with status 404" },
        { "another", "not its own URL" },
        { "html", "not a JSON object" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_is_wrong_with_a_document_is_told_on_a_page_and_the_browser_goes_nowhere(string kind, string told)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        await using var document = await ClientMetadataHost.StartAsync(
            "An agent", TenantSandbox.Callback, TestContext.Current.CancellationToken, instead: context => kind switch
            {
                "slow" => Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted),
                "huge" => context.Response.WriteAsync(new string(' ', 5_121) + "{}"),
                "redirect" => Results.Redirect("https://127.0.0.1/").ExecuteAsync(context),
                "missing" => Results.NotFound().ExecuteAsync(context),
                "another" => context.Response.WriteAsync("{\"client_id\":\"https://agent.example/client.json\"}"),
                _ => context.Response.WriteAsync("<html></html>"),
            });
        sandbox.Tenant.TrustClientHost(document.Certificate);
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { ClientMetadataDocuments = ClientMetadataDocuments.FirstSeen };

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", document.DocumentUrl.ToString())));

        Assert.Equal((400, null), (answer.Status, answer.Location));
        Assert.Contains(told, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1:5/client.json")]
    [InlineData("https://localhost:5/client.json")]
    [InlineData("https://10.1.2.3/client.json")]
    [InlineData("https://192.168.0.1/client.json")]
    [InlineData("https://169.254.169.254/client.json")]
    [InlineData("https://[fd00::1]/client.json")]
    [InlineData("https://[::ffff:10.0.0.1]/client.json")]
    [InlineData("https://0x7f000001/client.json")]
    public async Task An_address_within_the_network_is_not_asked(string url)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { ClientMetadataDocuments = ClientMetadataDocuments.FirstSeen };

        var answer = await sandbox.GetAsync(sandbox.AuthorizeUrl(("client_id", url)));

        Assert.Equal((400, null), (answer.Status, answer.Location));
        Assert.Contains("not on the public network", answer.Text, StringComparison.Ordinal);
    }

    private static PublicClient Client(TenantSandbox sandbox, ClientMetadataHost document) =>
        new(sandbox.Host.Auth0Url, document.DocumentUrl.ToString(), TenantSandbox.Callback, sandbox.Http);

    private static Task<ClientMetadataHost> StartDocumentAsync() =>
        ClientMetadataHost.StartAsync("An agent", TenantSandbox.Callback, TestContext.Current.CancellationToken);

    private static async Task<ClientMetadataHost> RegisterAsync(TenantSandbox sandbox)
    {
        var document = await StartDocumentAsync();
        sandbox.Tenant.TrustClientHost(document.Certificate);
        await sandbox.Tenant.RegisterCimdClientAsync(document.DocumentUrl, TestContext.Current.CancellationToken);
        return document;
    }
}
