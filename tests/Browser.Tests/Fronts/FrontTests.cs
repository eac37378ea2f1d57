using Microsoft.AspNetCore.Http;
using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Browser.Tests.Fronts;

public sealed class FrontTests(Chromium chromium)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Behind_tls_the_server_learns_scheme_and_host(string host)
    {
        await using var server = await EchoAsync("");
        await using var front = await TlsFront.StartAsync(CancellationToken);
        front.ForwardTo(server.Url);
        await using var tab = await chromium.OpenAsync(Device.Desktop);
        await tab.Page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["X-Forwarded-Proto"] = "ftp" });

        await tab.Page.GotoAsync($"https://{host}:{front.Url.Port}/some/path?and=query");

        Assert.Equal($"https {host}:{front.Url.Port} /some/path?and=query ", await tab.Page.TextContentAsync("body"));
    }

    [Fact]
    public async Task Requests_of_one_browser_go_round_the_servers()
    {
        await using var first = await EchoAsync("first");
        await using var second = await EchoAsync("second");
        await using var front = await RoundRobinFront.StartAsync(CancellationToken);
        front.ForwardTo(first.Url, second.Url);
        await using var tab = await chromium.OpenAsync(Device.Desktop);
        var answers = new List<string>();

        for (var request = 0; request < 4; request++)
            answers.Add(await (await tab.Context.APIRequest.GetAsync(front.Url.ToString())).TextAsync());

        Assert.Equal(["first", "second", "first", "second"], answers.Select(answer => answer.Split(' ')[^1]));
        Assert.All(answers, answer => Assert.Contains($" 127.0.0.1:{front.Url.Port} ", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tls_can_stand_before_several_servers()
    {
        await using var server = await EchoAsync("");
        await using var balancer = await RoundRobinFront.StartAsync(CancellationToken);
        balancer.ForwardTo(server.Url);
        await using var front = await TlsFront.StartAsync(CancellationToken);
        front.ForwardTo(balancer.Url);
        await using var tab = await chromium.OpenAsync(Device.Desktop);

        await tab.Page.GotoAsync(front.Url.ToString());

        Assert.Equal($"https localhost:{front.Url.Port} / ", await tab.Page.TextContentAsync("body"));
    }

    [Fact]
    public async Task The_product_answers_behind_tls_under_its_public_url()
    {
        await using var front = await TlsFront.StartAsync(CancellationToken);
        var publicUrl = new Uri(front.Url, "mcp").ToString();
        await using var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                AgentServerSettings = new Dictionary<string, string?> { ["Mcp:PublicUrl"] = publicUrl, ["Auth0:Audience"] = publicUrl },
            },
            CancellationToken);
        front.ForwardTo(product.McpUrl);
        await using var tab = await chromium.OpenAsync(Device.Desktop);

        var page = await tab.Page.GotoAsync(new Uri(front.Url, ".well-known/oauth-protected-resource").ToString());

        Assert.Equal(200, page!.Status);
        Assert.Equal(publicUrl, (await page.JsonAsync())!.Value.GetProperty("resource").GetString());
    }

    /// <summary>Answers with the scheme it is told, the host, the address and its own name.</summary>
    private static Task<LoopbackServer> EchoAsync(string name) => LoopbackServer.StartAsync(
        http =>
        {
            var request = http.Request;
            return http.Response.WriteAsync(
                $"{request.Headers["X-Forwarded-Proto"]} {request.Host} {request.Path}{request.QueryString} {name}");
        },
        certificate: null,
        CancellationToken);
}
