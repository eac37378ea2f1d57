using TokenVaultAgent.Browser.Tests.Browsing;
using Xunit.Sdk;

namespace TokenVaultAgent.Browser.Tests.Checks;

public sealed class AxeTests(Chromium chromium)
{
    private const string Head = "<!doctype html><html lang=en><head><title>A page</title></head>";

    [Theory]
    [InlineData("<img src='data:,'>", "image-alt (critical) at img", "Images must have alternative text")]
    [InlineData("<p style='color:#999;background:#fff'>Pale", "color-contrast (serious) at p", "color contrast")]
    [InlineData("<a href=/a style='font-size:9px'>a</a> <a href=/b style='font-size:9px'>b</a>", "target-size (serious) at", "touch targets")]
    public async Task A_serious_fault_fails_and_is_named(string body, string rule, string help)
    {
        await using var tab = await chromium.OpenAsync(Device.Desktop);
        await tab.Page.SetContentAsync($"{Head}<main><h1>A page</h1>{body}</main>");

        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => Axe.AssertCleanAsync(tab.Page));

        Assert.Contains(rule, failure.Message, StringComparison.Ordinal);
        Assert.Contains(help, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moderate_fault_passes()
    {
        await using var tab = await chromium.OpenAsync(Device.Desktop);
        await tab.Page.SetContentAsync($"{Head}<h1>A page</h1><p>outside of any landmark");

        await Axe.AssertCleanAsync(tab.Page);
    }
}
