using Microsoft.Playwright;

namespace TokenVaultAgent.Browser.Tests.Browsing;

/// <summary>What a person holds: a desktop in light colours, or a phone in dark ones.</summary>
public enum Device
{
    Desktop,
    Phone,
}

internal static class Devices
{
    public static BrowserNewContextOptions ContextOptions(this Device device) => device switch
    {
        Device.Desktop => new()
        {
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            ColorScheme = ColorScheme.Light,
            IgnoreHTTPSErrors = true,
        },
        _ => new()
        {
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            DeviceScaleFactor = 2,
            IsMobile = true,
            HasTouch = true,
            ColorScheme = ColorScheme.Dark,
            IgnoreHTTPSErrors = true,
        },
    };
}
