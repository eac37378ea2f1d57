using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(TokenVaultAgent.Browser.Tests.Browsing.Chromium))]

namespace TokenVaultAgent.Browser.Tests.Browsing;

/// <summary>
/// One headless Chromium for all tests of the assembly: the program that <c>CHROMIUM</c> names, else Debian's. Where there is neither,
/// every test that opens a tab is skipped; a <c>CHROMIUM</c> that does not start is a failure.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Debian's: the one without windows is quicker.</summary>
    private static readonly string[] Debian = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    // Patient, so that a busy machine does not look like a page that fails.
    private const float Patience = 60_000;
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : Array.Find(Debian, File.Exists);
        if (program is null)
            return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = program, Args = Arguments, Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>
    /// A new tab that shares no cookie with any other; it takes any certificate, as those of the tests are made on the spot.
    /// </summary>
    internal async Task<Tab> OpenAsync(Device device)
    {
        Assert.SkipWhen(_browser is null, $"There is no {Debian[0]} and CHROMIUM is not set: .ci/run installs the one and sets the other.");
        var context = await _browser.NewContextAsync(device.ContextOptions());
        context.SetDefaultTimeout(Patience);
        return new Tab(device, context, await context.NewPageAsync());
    }
}
