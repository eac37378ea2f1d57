using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Browser.Tests.Fronts;
using Xunit.Sdk;

namespace TokenVaultAgent.Browser.Tests.Checks;

public sealed class PageRulesTests(Chromium chromium)
{
    private const string Policy = "Content-Security-Policy";
    private const string NoFallback = "frame-ancestors 'none'; form-action 'self'; base-uri 'none'";
    private const string Html = "<!doctype html><title>A page</title>";

    [Theory]
    [InlineData("Cache-Control", "no-store")]
    [InlineData("Cache-Control", "no-cache, no-store")]
    [InlineData("Referrer-Policy", "no-referrer")]
    [InlineData(Policy, $"default-src 'self'; img-src 'self' data:; {NoFallback}")]
    [InlineData(Policy, $"default-src 'none'; script-src 'nonce-abc'; {NoFallback}")]
    public async Task An_obedient_page_passes(string header, string value)
    {
        await AssertHeadersAsync(header, value);
    }

    [Theory]
    [InlineData(Policy, "", "no default-src")]
    [InlineData(Policy, "default-src 'none'", "no frame-ancestors")]
    [InlineData(Policy, "default-src 'none'; frame-ancestors 'self'; form-action 'self'; base-uri 'none'", "no frame-ancestors")]
    [InlineData(Policy, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'", "no form-action")]
    [InlineData(Policy, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' https:", "no form-action")]
    [InlineData(Policy, "default-src 'none'; frame-ancestors 'none'; form-action 'self'", "no base-uri")]
    [InlineData(Policy, "default-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'self'", "no base-uri")]
    [InlineData(Policy, $"{NoFallback}", "no default-src")]
    [InlineData(Policy, $"default-src 'self' https://cdn.example; {NoFallback}", "no default-src")]
    [InlineData(Policy, $"default-src *; default-src 'none'; {NoFallback}", "no default-src")]
    [InlineData(Policy, $"default-src 'none'; {NoFallback}, default-src *", "more than one policy")]
    [InlineData(Policy, $"default-src 'none'; style-src 'unsafe-inline'; {NoFallback}", "'unsafe-inline' in style-src")]
    [InlineData(Policy, $"default-src 'none'; SCRIPT-SRC 'self' 'UNSAFE-EVAL'; {NoFallback}", "'UNSAFE-EVAL' in script-src")]
    [InlineData(Policy, $"default-src 'none'; script-src https:; {NoFallback}", "https: in script-src")]
    [InlineData("X-Content-Type-Options", "", "X-Content-Type-Options")]
    [InlineData("Referrer-Policy", "", "Referrer-Policy")]
    [InlineData("Referrer-Policy", "unsafe-url", "Referrer-Policy")]
    [InlineData("Cache-Control", "", "Cache-Control")]
    [InlineData("Cache-Control", "no-cache", "Cache-Control")]
    [InlineData("Content-Type", "text/plain", "not HTML")]
    public async Task A_page_that_breaks_a_rule_fails_and_the_rule_is_named(string header, string value, string fault)
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => AssertHeadersAsync(header, value));

        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    private async Task AssertHeadersAsync(string header, string value)
    {
        var headers = new Dictionary<string, string>
        {
            [Policy] = $"default-src 'none'; {NoFallback}",
            ["X-Content-Type-Options"] = "nosniff",
            ["Referrer-Policy"] = "same-origin",
            ["Cache-Control"] = "no-store",
            [header] = value,
        };
        await using var server = await LoopbackServer.StartAsync(Html, headers, TestContext.Current.CancellationToken);
        await using var tab = await chromium.OpenAsync(Device.Desktop);
        var page = await tab.Page.GotoAsync(server.Url.ToString());

        await PageRules.AssertHeadersAsync(page!);
    }
}
