using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Browser.Tests.Fronts;
using Xunit.Sdk;

namespace TokenVaultAgent.Browser.Tests.Checks;

public sealed class CookieRulesTests(Chromium chromium)
{
    [Theory]
    [InlineData("__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax")]
    [InlineData("__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=60")]
    public async Task An_obedient_cookie_passes(string cookie)
    {
        await AssertCookiesAsync(cookie);
    }

    [Theory]
    [InlineData("a=1; Path=/; Secure; HttpOnly; SameSite=Lax", "cookie a is not called __Host-")]
    [InlineData("a=1; Path=/; HttpOnly; SameSite=Lax", "cookie a is not Secure")]
    [InlineData("__Host-a=1; Path=/; Secure; SameSite=Lax", "cookie __Host-a is not HttpOnly")]
    [InlineData("__Host-a=1; Path=/; Secure; HttpOnly; SameSite=None", "cookie __Host-a is not SameSite")]
    [InlineData("a=1; Path=/connect; Secure; HttpOnly; SameSite=Lax", "cookie a has path /connect")]
    public async Task A_cookie_that_breaks_a_rule_fails(string cookie, string fault)
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => AssertCookiesAsync(cookie));

        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("__Host-a=1; Path=/; Secure; HttpOnly", "cookie __Host-a is not SameSite")]
    [InlineData("__Host-a=; Path=/; HttpOnly; SameSite=Lax; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "cookie __Host-a is not Secure")]
    [InlineData("__Host-a=1; Secure; HttpOnly; SameSite=Lax", "cookie __Host-a has path ")]
    public async Task An_answer_is_judged_by_what_it_sets_and_takes_away(string cookie, string fault)
    {
        await using var server = await CookieServerAsync(cookie);
        await using var tab = await chromium.OpenAsync(Device.Desktop);
        var answer = await tab.Page.GotoAsync(server.Url.ToString());

        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => PageRules.AssertSetCookiesAsync(answer!));

        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("__Host-a=1; Path=/; HttpOnly; SameSite=Lax")]
    public async Task Where_the_browser_took_no_cookie_nothing_is_proven(string cookie)
    {
        await Assert.ThrowsAnyAsync<XunitException>(() => AssertCookiesAsync(cookie));
    }

    [Fact]
    public async Task Cookies_of_another_host_do_not_count()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var upstream = await CookieServerAsync("__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax");
        await using var tenant = await CookieServerAsync("auth0=1; Path=/");
        await using var front = await TlsFront.StartAsync(cancellationToken);
        front.ForwardTo(upstream.Url);
        await using var tab = await chromium.OpenAsync(Device.Desktop);

        await tab.Page.GotoAsync(tenant.Url.ToString());
        await tab.Page.GotoAsync(front.Url.ToString());

        await PageRules.AssertCookiesAsync(tab.Context, front.Url);
    }

    private async Task AssertCookiesAsync(string cookie)
    {
        await using var upstream = await CookieServerAsync(cookie);
        await using var front = await TlsFront.StartAsync(TestContext.Current.CancellationToken);
        front.ForwardTo(upstream.Url);
        await using var tab = await chromium.OpenAsync(Device.Desktop);
        await tab.Page.GotoAsync(front.Url.ToString());

        await PageRules.AssertCookiesAsync(tab.Context, front.Url);
    }

    private static Task<LoopbackServer> CookieServerAsync(string cookie) => LoopbackServer.StartAsync(
        "<!doctype html><title>A page</title>",
        new Dictionary<string, string> { ["Set-Cookie"] = cookie },
        TestContext.Current.CancellationToken);
}
