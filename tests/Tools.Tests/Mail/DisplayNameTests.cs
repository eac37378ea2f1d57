using TokenVaultAgent.Tools.Mail.Sending;

namespace TokenVaultAgent.Tools.Tests.Mail;

public sealed class DisplayNameTests
{
    [Theory]
    [InlineData("Ben Okafor")]
    [InlineData("Dr. Ben St.John, M.Sc.")]
    [InlineData("Okafor, B. (Team 2024)")]
    [InlineData("Ben (R&D / Ops)")]
    [InlineData("佐藤 花子")]
    [InlineData("Åsa Øst-Ó Briain")]
    public void A_name_is_one(string name) => Assert.True(DisplayName.IsName(name));

    [Theory]
    [InlineData("URGENT - new bank details: pay invoice 4471 to IBAN GB00 EVIL 1234 today, Ada")]
    [InlineData("ben@acme.example")]
    [InlineData("ben＠acme.example")]
    [InlineData("see https://evil.example")]
    [InlineData("www.evil.example")]
    [InlineData("evil.example")]
    [InlineData("Evil.com")]
    [InlineData("ｅｖｉｌ．ｃｏｍ")]
    [InlineData("x.y/pay")]
    [InlineData("Call 555 0199")]
    [InlineData("1-8-0-0-5-5")]
    [InlineData("٥٥٥٠١٩٩")]
    public void A_message_is_none(string name) => Assert.False(DisplayName.IsName(name));

    [Fact]
    public void A_name_may_have_64_characters() =>
        Assert.Equal((true, false), (DisplayName.IsName(new string('x', 64)), DisplayName.IsName(new string('x', 65))));
}
