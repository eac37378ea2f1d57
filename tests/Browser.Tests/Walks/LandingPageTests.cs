using TokenVaultAgent.Browser.Tests.Browsing;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>The server's front door.</summary>
public sealed class LandingPageTests(Chromium chromium, RunningProduct running) : IClassFixture<RunningProduct>
{
    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Who_pastes_the_endpoint_into_a_browser_finds_the_way_to_their_accounts(Device device)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, running.Product, device, "cho-google");
        await visitor.Page.GotoAsync(running.Product.McpUrl.ToString());
        await visitor.SeesAsync("Your assistant, with your calendar and mail");
        foreach (var summary in await visitor.Page.Locator("summary").AllAsync())
            await summary.ClickAsync();
        await visitor.Tab.LookAsync("landing");

        await visitor.FollowAsync("Your connected accounts");
        await TenantPages.TenantLogin.LogInAsync(visitor.Page, visitor.User);

        await visitor.SeesAsync("Your connected accounts");
    }
}
