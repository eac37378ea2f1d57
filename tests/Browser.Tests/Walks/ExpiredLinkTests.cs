using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Sandbox.Hosting;
using static Microsoft.Playwright.Assertions;

namespace TokenVaultAgent.Browser.Tests.Walks;

public sealed class ExpiredLinkTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private static readonly object AtGoogle = new { account = "google" };

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private SandboxProduct _product = null!;

    public async ValueTask InitializeAsync() => _product = await SandboxProduct.StartAsync(new SandboxProductOptions
    {
        ConfigureAgentServer = builder => builder.Services.AddSingleton<TimeProvider>(_clock),
    });

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task An_expired_link_asks_nothing_and_leads_to_a_new_one_which_the_agent_gets_too(Device device)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, _product, device);
        var link = Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", AtGoogle));
        _clock.Advance(Lifetime);

        await visitor.OpenAsync(link);
        await visitor.SeesAsync("This link has expired");
        await Expect(visitor.Page.GetByRole(AriaRole.Button)).ToHaveTextAsync("Go on");
        await visitor.Tab.LookAsync("expired");
        await visitor.PressAsync("Go on");
        await visitor.SeesAsync("Connect your Google account");

        var next = Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", AtGoogle));
        Assert.NotEqual(link, next);
        Assert.Equal(next.ToString(), visitor.Page.Url);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task A_link_that_expires_while_its_page_is_open_connects_nothing(Device device)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, _product, device);
        await visitor.OpenLinkOfAsync("calendar_list_events", AtGoogle);
        await visitor.SeesAsync("Connect your Google account");
        _clock.Advance(Lifetime);

        await visitor.PressAsync("Continue with Google");

        await visitor.SeesAsync("This link has expired");
        Assert.Empty(visitor.Connected);
    }
}
