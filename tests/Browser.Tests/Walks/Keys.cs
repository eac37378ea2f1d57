namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>What a user without a mouse does.</summary>
internal static class Keys
{
    /// <summary>Presses Tab once for each, and asserts that it is reached and visibly so.</summary>
    public static async Task TabToAsync(Visitor visitor, params string[] names)
    {
        // With the style sheet, which draws the outline.
        await visitor.Page.EvaluateAsync("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', () => done()))");
        foreach (var name in names)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var reached = await visitor.Page.EvaluateAsync<string>(
                "(e => `${e.labels?.[0]?.textContent.trim() || e.textContent.trim()}, ${getComputedStyle(e).outlineStyle}`)(document.activeElement)");
            Assert.Equal($"{name}, solid", reached);
        }
    }
}
