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
    /// Looks at the page as it is now: a picture of it, no fault that axe knows, nothing wider than the screen, and, since the tab
    /// was opened, nothing that a Content-Security-Policy blocked and no script that failed.
    /// </summary>
    /// <param name="step">Where in the test this is, for the picture's name.</param>
    public async Task LookAsync(string step)
    {
        await Screenshots.SaveAsync(Page, Device, step);
        await Axe.AssertCleanAsync(Page);
        var (content, screen) = (await WidthAsync("scrollWidth"), await WidthAsync("clientWidth"));
        Assert.True(content <= screen, $"The page is {content} pixels wide, the screen {screen}: one has to scroll sideways.");
        Assert.True(_faults.IsEmpty, $"{Page.Url} has faults:\n{string.Join('\n', _faults)}");
    }

    public ValueTask DisposeAsync() => Context.DisposeAsync();

    private Task<int> WidthAsync(string property) => Page.EvaluateAsync<int>($"document.documentElement.{property}");
}
