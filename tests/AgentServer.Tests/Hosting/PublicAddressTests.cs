using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Hosting;

/// <summary>Behind a front that ends TLS: requests come over http, and the server goes by its public URL.</summary>
public sealed class PublicAddressTests : IAsyncLifetime
{
    private const string PublicUrl = "https://agent.example.com/mcp";

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private SandboxProduct _product = null!;

    public async ValueTask InitializeAsync() => _product = await SandboxProduct.StartAsync(new SandboxProductOptions
    {
        AgentServerSettings = new Dictionary<string, string?> { ["Mcp:PublicUrl"] = PublicUrl, ["Auth0:Audience"] = PublicUrl },
    });

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    [Fact]
    public async Task The_login_comes_back_to_the_public_url()
    {
        using var response = await GetAsync("accounts");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(
            "https://agent.example.com/signin/callback", QueryHelpers.ParseQuery(response.Headers.Location!.Query)["redirect_uri"]);
    }

    [Fact]
    public async Task Cookies_are_bound_to_the_public_host()
    {
        using var response = await GetAsync("accounts");

        var cookies = response.Headers.GetValues("Set-Cookie").ToList();
        Assert.NotEmpty(cookies);
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Browsers_are_told_to_come_by_tls_only()
    {
        using var response = await GetAsync("accounts");

        Assert.Equal("max-age=31536000", Assert.Single(response.Headers.GetValues("Strict-Transport-Security")));
    }

    private async Task<HttpResponseMessage> GetAsync(string page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_product.McpUrl, page));
        request.Headers.Host = "agent.example.com";
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
