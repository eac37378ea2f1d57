using System.Buffers.Binary;

namespace TokenVaultAgent.Browser.Tests.Browsing;

public sealed class ScreenshotsTests(Chromium chromium)
{
    [Fact]
    public async Task A_picture_shows_the_whole_page_and_is_called_after_test_step_and_device()
    {
        var folder = Directory.CreateTempSubdirectory("browser-tests-");
        try
        {
            await using var tab = await chromium.OpenAsync(Device.Phone);
            await tab.Page.SetContentAsync("<meta name=viewport content='width=device-width'><body style='margin:0;height:2000px'>");

            await Screenshots.SaveAsync(tab.Page, Device.Phone, "tall", folder.FullName);

            var picture = Assert.Single(folder.GetFiles());
            Assert.Equal(
                "ScreenshotsTests.A_picture_shows_the_whole_page_and_is_called_after_test_step_and_device-tall-Phone.png", picture.Name);
            Assert.Equal((780, 4000), Size(await File.ReadAllBytesAsync(picture.FullName, TestContext.Current.CancellationToken)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // A PNG file's first chunk begins with width and height, big-endian, at byte 16.
    private static (int Width, int Height) Size(byte[] png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)),
            BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
}
