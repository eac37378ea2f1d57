using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Sandbox.Hosting;
using static Microsoft.Playwright.Assertions;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>The page of the sandbox, for whoever tries the product or looks for what went wrong.</summary>
public sealed class SandboxPageTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly object Mail =
        new { account = "google", to = (string[])["ben@acme.example"], subject = "Hi", body = "Hi", idempotency_key = "5b8f6a52-9f5e-4a3f-8f52-0a8f6f1f3f10" };

    private SandboxProduct _product = null!;

    public async ValueTask InitializeAsync() => _product = await SandboxProduct.StartAsync(new SandboxProductOptions());

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task It_shows_what_happens_as_it_happens(Device device)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, _product, device, "ada-google");
        var page = visitor.Page;
        await page.GotoAsync(_product.Sandbox.ControlUrl.ToString());
        await Expect(page.Locator("#live")).ToHaveTextAsync("live");
        await Expect(page.Locator("#people .code").First).ToHaveTextAsync(new Regex("^[0-9]{6}$"));

        await visitor.Agent.CallAsync("calendar_list_events", new { });
        await visitor.Agent.FailAsync("mail_send_message", Mail);

        await Expect(Activity(page, "google-oauth2 for ")).ToContainTextAsync("granted");
        await Expect(Activity(page, "calendar_list_events: ok")).ToBeVisibleAsync();
        await Expect(Activity(page, "/calendar/v3/calendars/")).ToContainTextAsync("200");
        await Expect(page.Locator("#questions li")).ToContainTextAsync("approve mail_send_message");
        await visitor.Tab.LookAsync("sandbox-live");
        await page.GetByLabel("Exchanges").CheckAsync();
        await Expect(page.Locator("#activity li:not(:has-text('Token Vault'))")).ToHaveCountAsync(0);

        // Its words are an attacker's, and stay words.
        await page.GetByText("ada.moreau@gmail.example (Google)").ClickAsync();
        await page.GetByText("Invoice 20931 overdue").ClickAsync();
        await Expect(page.Locator("#accounts pre")).ToBeVisibleAsync();
        await visitor.Tab.LookAsync("sandbox");
    }

    [Fact]
    public async Task The_clock_is_put_forward_and_everything_put_back()
    {
        await using var visitor = await Visitor.ComeAsync(chromium, _product, Device.Desktop, "ada-google");
        var page = visitor.Page;
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await visitor.Agent.FailAsync("mail_send_message", Mail);
        await page.GotoAsync(_product.Sandbox.ControlUrl.ToString());
        await Expect(page.Locator("#questions li")).ToContainTextAsync("open");

        await visitor.PressAsync("11 minutes later");
        await Expect(page.Locator("#questions li")).ToContainTextAsync("expired");
        await Expect(page.Locator("#ahead")).ToHaveTextAsync("(00:11:00 ahead)");
        await visitor.PressAsync("Reset everything");

        await Expect(page.Locator("#questions li")).ToHaveTextAsync("Nobody was asked anything yet.");
    }

    private static ILocator Activity(IPage page, string text) => page.Locator("#activity li", new() { HasText = text }).First;
}
