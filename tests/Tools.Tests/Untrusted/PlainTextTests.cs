using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Tests.Untrusted;

public sealed class PlainTextTests
{
    /// <summary>Each beside letters of a script that takes no notice of it: a bit that nobody sees.</summary>
    [Theory]
    [InlineData(0x200B)]
    [InlineData(0x200C)]
    [InlineData(0x200D)]
    [InlineData(0x2060)]
    [InlineData(0x00AD)]
    [InlineData(0x034F)]
    [InlineData(0x061C)]
    [InlineData(0x115F)]
    [InlineData(0x17B4)]
    [InlineData(0x180B)]
    [InlineData(0x2800)]
    [InlineData(0x3164)]
    [InlineData(0xFE00)]
    [InlineData(0xFE0F)]
    [InlineData(0xFEFF)]
    [InlineData(0xFFA0)]
    [InlineData(0x202E)]
    [InlineData(0x2066)]
    [InlineData(0x1D173)]
    [InlineData(0xE0041)]
    [InlineData(0xE0100)]
    public void What_nobody_sees_is_not_told(int character)
    {
        var unseen = char.ConvertFromUtf32(character);

        Assert.Equal("Lunch 語", PlainText.Block($"{unseen}Lu{unseen}{unseen}nch{unseen} {unseen}語{unseen}", 100).Text);
        Assert.True(PlainText.IsBlank($" {unseen}\n{unseen}"));
        Assert.Null(PlainText.Line($" {unseen}", 100));
    }

    [Theory]
    [InlineData("می‌خواهم")] // Persian: without the non-joiner it is spelt otherwise.
    [InlineData("क्‍ष and क्ष")] // Hindi: the joiner asks for the half form.
    [InlineData("👩‍👩‍👧 ❤️ 👍🏽 1️⃣ 🏳️‍🌈")]
    [InlineData("ᠠ᠋")] // Mongolian: a variant of the letter.
    [InlineData("é ñ ö ﷺ ① \uE000")]
    public void What_is_seen_by_its_neighbours_stays(string text) => Assert.Equal(text, PlainText.Block(text, 100).Text);

    [Theory]
    [InlineData("می‌‌‌خواهم", "می‌خواهم")]
    [InlineData("👩‍‍‍👧", "👩‍👧")]
    [InlineData("❤️️️", "❤️")]
    public void One_that_shapes_a_letter_does_so_once(string text, string told) => Assert.Equal(told, PlainText.Block(text, 100).Text);
}
