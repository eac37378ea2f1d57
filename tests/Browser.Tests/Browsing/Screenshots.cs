using Microsoft.Playwright;

namespace TokenVaultAgent.Browser.Tests.Browsing;

/// <summary>
/// Pictures of whole pages, for people to look at, in the folder that <c>BROWSER_SCREENSHOTS</c> names; without it there are none.
/// A picture is called after its test, its step and its device.
/// </summary>
internal static class Screenshots
{
    public static Task SaveAsync(IPage page, Device device, string step) =>
        SaveAsync(page, device, step, Environment.GetEnvironmentVariable("BROWSER_SCREENSHOTS"));

    public static async Task SaveAsync(IPage page, Device device, string step, string? folder)
    {
        if (string.IsNullOrEmpty(folder))
            return;
        var test = $"{TestContext.Current.TestClass?.TestClassSimpleName}.{TestContext.Current.TestMethod?.MethodName}";
        await page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(folder, $"{test}-{step}-{device}.png"),
            FullPage = true,
            Animations = ScreenshotAnimations.Disabled,
        });
    }
}
