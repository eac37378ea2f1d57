using TokenVaultAgent.Browser.Tests.Fronts;
using Xunit.Sdk;

namespace TokenVaultAgent.Browser.Tests.Browsing;

public sealed class TabTests(Chromium chromium)
{
    private const string Head =
        "<!doctype html><html lang=en><head><title>A page</title><meta name=viewport content='width=device-width,initial-scale=1'>";

    [Theory]
    [InlineData("<body><main><h1>A page</h1><pre style='width:500px'>wide</pre></main>", "scroll sideways")]
    [InlineData("<body><main><h1 style='color:red'>A page</h1></main>", "Content Security Policy")]
    [InlineData("<body><main><h1>A page</h1></main><script nonce=n>broken()</script>", "broken is not defined")]
    public async Task What_spoils_a_page_on_the_phone_fails(string body, string fault)
    {
        var headers = new Dictionary<string, string>
        {
            ["Content-Security-Policy"] = fault.StartsWith("Content", StringComparison.Ordinal)
                ? "default-src 'none'"
                : "default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-n'",
        };
        await using var server = await LoopbackServer.StartAsync(Head + body, headers, TestContext.Current.CancellationToken);
        await using var tab = await chromium.OpenAsync(Device.Phone);
        await tab.Page.GotoAsync(server.Url.ToString());

        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => tab.LookAsync("spoilt"));

        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Device.Desktop, 1280, false, 1)]
    [InlineData(Device.Phone, 390, true, 2)]
    public async Task Devices_differ_in_width_colours_and_density(Device device, int width, bool dark, int density)
    {
        await using var tab = await chromium.OpenAsync(device);
        await tab.Page.SetContentAsync($"{Head}<body>");

        var seen = await tab.Page.EvaluateAsync<string>(
            "`${innerWidth} ${matchMedia('(prefers-color-scheme: dark)').matches} ${devicePixelRatio}`");

        Assert.Equal($"{width} {(dark ? "true" : "false")} {density}", seen);
    }

    [Fact]
    public async Task Tabs_share_no_cookies()
    {
        var cookie = new Dictionary<string, string> { ["Set-Cookie"] = "a=1" };
        await using var server = await LoopbackServer.StartAsync(Head, cookie, TestContext.Current.CancellationToken);
        await using var first = await chromium.OpenAsync(Device.Desktop);
        await using var second = await chromium.OpenAsync(Device.Desktop);

        await first.Page.GotoAsync(server.Url.ToString());

        Assert.Single(await first.Context.CookiesAsync());
        Assert.Empty(await second.Context.CookiesAsync());
    }
}
