using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>A tenant that answers a connect behind "#": the server's one script takes it over, under the page's own policy.</summary>
public sealed class FragmentTests : IClassFixture<RunningProduct>
{
    private readonly Chromium _chromium;
    private readonly SandboxProduct _product;

    public FragmentTests(Chromium chromium, RunningProduct running)
    {
        _chromium = chromium;
        _product = running.Product;
        _product.Sandbox.Tenant.Settings = _product.Sandbox.Tenant.Settings with { ConnectAnswer = ConnectAnswer.Fragment };
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task The_answer_is_taken_from_the_fragment(Device device)
    {
        await using var visitor = await Visitor.ComeAsync(_chromium, _product, device);
        await visitor.OpenLinkOfAsync("calendar_list_events", new { });
        await visitor.PressAsync("Continue with Google");

        await visitor.GrantAtProviderAsync("dev-google");
        await visitor.SeesAsync("Connected");
        await visitor.Tab.LookAsync("connected");

        Assert.DoesNotContain("connect_code", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.Agent.CallAsync("calendar_list_events", new { });
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_refusal_is_taken_from_the_fragment_too(Device device)
    {
        await using var visitor = await Visitor.ComeAsync(_chromium, _product, device);
        await visitor.OpenLinkOfAsync("calendar_list_events", new { });
        await visitor.PressAsync("Continue with Microsoft");

        await visitor.SignInAtProviderAsync("ben-microsoft");
        await visitor.PressAsync("Cancel");

        await visitor.SeesAsync("Not connected");
        Assert.Empty(visitor.Connected);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Without_an_answer_the_page_says_what_to_do(Device device)
    {
        await using var visitor = await Visitor.ComeAsync(_chromium, _product, device);

        await visitor.Page.GotoAsync(new Uri(visitor.Root, "connect/callback").ToString());

        await visitor.SeesAsync("One moment");
        await visitor.Tab.LookAsync("waiting");
    }
}
