using System.Text;
using System.Text.Json;

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

    private static async Task<JsonElement> DocumentAsync(Uri address)
    {
        var bytes = await Http.GetByteArrayAsync(address, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("null", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        return JsonElement.Parse(bytes);
    }

    private static IEnumerable<string> Names(JsonElement document) => document.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
}
