using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.AgentServer.Tests.Authentication;

/// <summary>
/// What other people's parsers read before a first login. A member without a value is not there (RFC 9728 section 3.2): clients that
/// check a document against a schema refuse all of it for one null.
/// </summary>
public sealed class PublishedDocumentTests(RunningProduct running) : IClassFixture<RunningProduct>
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    [Theory]
    [InlineData("/.well-known/oauth-protected-resource")]
    [InlineData("/.well-known/oauth-protected-resource/mcp")]
    public async Task The_protected_resource_metadata_has_no_null(string path)
    {
        var document = await DocumentAsync(new Uri(running.Product.McpUrl, path));

        Assert.Equal(["authorization_servers", "bearer_methods_supported", "resource", "resource_name", "scopes_supported"], Names(document));
        Assert.Equal(running.Product.McpUrl.ToString(), document.GetProperty("resource").GetString());
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/jwks.json")]
    public async Task The_sandboxs_documents_have_no_null(string path)
    {
        await DocumentAsync(new Uri(running.Product.Sandbox.Auth0Url, path));
    }

    /// <summary>What a client gets that is not let in, and what it learns when it is.</summary>
    [Theory]
    [InlineData(RawMcp.Newest)]
    [InlineData(RawMcp.Previous)]
    public async Task Neither_refusals_nor_the_first_answers_have_a_null(string revision)
    {
        var token = (await SignIn.AsAdaAsync(running.Product, "calendar:read", TestContext.Current.CancellationToken)).AccessToken;
        var initialize = new JsonObject
        {
            ["protocolVersion"] = revision,
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
        };
        var first = revision == RawMcp.Newest
            ? RawMcp.Request(running.Product.McpUrl, token, "server/discover", [], revision)
            : RawMcp.Request(running.Product.McpUrl, token, "initialize", initialize, revision);

        foreach (var request in new[]
        {
            first,
            RawMcp.Call(running.Product.McpUrl, null, "accounts_list", revision: revision),
            RawMcp.Call(running.Product.McpUrl, "no.token.atall", "accounts_list", revision: revision),
            RawMcp.Call(running.Product.McpUrl, token, "mail_search_messages", revision: revision),
            RawMcp.Call(running.Product.McpUrl, token, "no_such_tool", revision: revision),
        })
            Assert.Empty(JsonNulls.In((await RawMcp.SendAsync(request)).Message));
    }

    [Fact]
    public async Task The_sandboxs_tokens_and_refusals_have_no_null()
    {
        var chat = running.Product.Sandbox.Tenant.ChatClient;
        foreach (var form in new Dictionary<string, string>[]
        {
            new() { ["grant_type"] = "authorization_code", ["client_id"] = chat.ClientId, ["code"] = "none", ["redirect_uri"] = chat.Callbacks[0].ToString() },
            new() { ["grant_type"] = "client_credentials", ["client_id"] = "ops-m2m", ["client_secret"] = "wrong" },
        })
        {
            using var answer = await Http.PostAsync(
                new Uri(running.Product.Sandbox.Auth0Url, "oauth/token"), new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);
            Assert.Empty(JsonNulls.In(JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))));
        }
    }

    private static async Task<JsonElement> DocumentAsync(Uri address)
    {
        var document = JsonElement.Parse(await Http.GetByteArrayAsync(address, TestContext.Current.CancellationToken));
        Assert.Empty(JsonNulls.In(document));
        return document;
    }

    private static IEnumerable<string> Names(JsonElement document) => document.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
}
