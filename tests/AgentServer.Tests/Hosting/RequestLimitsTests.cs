using System.Net;

namespace TokenVaultAgent.AgentServer.Tests.Hosting;

/// <summary>What is refused before anyone looks at a token.</summary>
public sealed class RequestLimitsTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1.evil.example")]
    public async Task A_foreign_origin_is_refused(string origin)
    {
        var request = RawMcp.Call(fixture.Product.McpUrl, token: null, "accounts_list");
        request.Headers.Add("Origin", origin);

        var answer = await RawMcp.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("Mcp:AllowedOrigins", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    public async Task A_foreign_host_is_refused(string host)
    {
        var request = RawMcp.Call(fixture.Product.McpUrl, token: null, "accounts_list");
        request.Headers.Host = host;

        var answer = await RawMcp.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task The_servers_own_origin_is_let_in()
    {
        var request = RawMcp.Call(fixture.Product.McpUrl, token: null, "accounts_list");
        request.Headers.Add("Origin", fixture.Product.McpUrl.GetLeftPart(UriPartial.Authority));

        var answer = await RawMcp.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task Health_is_answered_under_any_host_name()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Product.McpUrl, "/healthz"));
        request.Headers.Host = "10.0.0.7";

        var answer = await RawMcp.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "Healthy"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task The_server_is_ready_with_keys_and_storage()
    {
        var answer = await RawMcp.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Product.McpUrl, "/readyz")));

        Assert.Equal((HttpStatusCode.OK, "Healthy"), (answer.Status, answer.Text));
    }
}
