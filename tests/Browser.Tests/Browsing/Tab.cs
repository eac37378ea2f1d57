using System.Collections.Concurrent;
using Microsoft.Playwright;
using TokenVaultAgent.Browser.Tests.Checks;

namespace TokenVaultAgent.Browser.Tests.Browsing;

/// <summary>One page in a browser context of its own.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _faults = [];

    public Tab(Device device, IBrowserContext context, IPage page)
    {
        Device = device;
        Context = context;
        Page = page;
        page.PageError += (_, error) => _faults.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                _faults.Enqueue(message.Text);
        };
    }

    public Device Device { get; }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>
    /// Looks at the page as it is now: a picture of it, no fault that axe knows, nothing wider than the screen, a narrow one or one with large
    /// letters; and, since the tab was opened, nothing that a Content-Security-Policy blocked and no script that failed.
    /// </summary>
    /// <param name="step">Where in the test this is, for the picture's name.</param>
    public async Task LookAsync(string step)
    {
        await Screenshots.SaveAsync(Page, Device, step);
        await Axe.AssertCleanAsync(Page);
        await AssertFitsAsync();
        if (Page.ViewportSize is { } size && Device == Device.Phone)
        {
            // A screen of 1280 pixels at 400 % (WCAG 2.2, 1.4.10), and one of 640 whose text is twice as large (1.4.4).
            await Page.SetViewportSizeAsync(320, size.Height);
            await AssertFitsAsync();
            await Page.SetViewportSizeAsync(640, size.Height);
            await Page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
            await AssertFitsAsync();
            await Page.EvaluateAsync("document.documentElement.style.fontSize = ''");
            await Page.SetViewportSizeAsync(size.Width, size.Height);
        }

        Assert.True(_faults.IsEmpty, $"{Page.Url} has faults:\n{string.Join('\n', _faults)}");
    }

    public ValueTask DisposeAsync() => Context.DisposeAsync();

    private async Task AssertFitsAsync()
    {
        var (content, screen) = (await WidthAsync("scrollWidth"), await WidthAsync("clientWidth"));
        Assert.True(content <= screen, $"{Page.Url} is {content} pixels wide, the screen {screen}: one has to scroll sideways.");
    }

    private Task<int> WidthAsync(string property) => Page.EvaluateAsync<int>($"document.documentElement.{property}");
}
