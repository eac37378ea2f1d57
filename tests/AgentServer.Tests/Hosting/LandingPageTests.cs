using System.Net;
using System.Net.Http.Headers;

namespace TokenVaultAgent.AgentServer.Tests.Hosting;

/// <summary>Who opens the server in a browser sees what it is; a client sees the protocol.</summary>
public sealed class LandingPageTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    private const string OfBrowsers = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private Uri Mcp => fixture.Product.McpUrl;

    [Fact]
    public async Task It_gives_the_address_and_the_settings_of_clients()
    {
        using var answer = await GetAsync(new Uri(Mcp, "/"), OfBrowsers);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"<pre>{Mcp}</pre>", page, StringComparison.Ordinal);
        Assert.Contains($"claude mcp add --transport http token-vault-agent {Mcp}", page, StringComparison.Ordinal);
        Assert.Contains("\"token-vault-agent\": { \"type\": \"http\", \"url\": \"" + Mcp, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_opens_the_endpoint_is_led_there()
    {
        using var answer = await GetAsync(Mcp, OfBrowsers);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("text/event-stream", null)]
    [InlineData("application/json, text/event-stream", null)]
    [InlineData("*/*", null)]
    [InlineData(OfBrowsers, "Bearer x")]
    public async Task A_client_that_opens_it_is_not(string accept, string? authorization)
    {
        using var answer = await GetAsync(Mcp, accept, authorization);

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.MethodNotAllowed });
    }

    private static async Task<HttpResponseMessage> GetAsync(Uri address, string accept, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
