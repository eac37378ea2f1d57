using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Tools.Tests.Safety;

public sealed class NoteworthyTests
{
    [Theory]
    // Links.
    [InlineData("See https://pay.example/x?y=1, please.", "Link https://pay.example/x?y=1")]
    [InlineData("(www.example.com)", "Link www.example.com")]
    [InlineData("ftp://a.example and HTTPS://B.example!", "Link ftp://a.example", "Link HTTPS://B.example")]
    [InlineData("<https://a.example/>", "Link https://a.example/")]
    // Amounts.
    [InlineData("pay 9,000 EUR now", "Amount 9,000 EUR")]
    [InlineData("pay 9.000,50 € now", "Amount 9.000,50 €")]
    [InlineData("$1,250.00 or £20", "Amount $1,250.00", "Amount £20")]
    [InlineData("CHF 1’200 and 300 dollars", "Amount CHF 1’200", "Amount 300 dollars")]
    [InlineData("1 000 000 eur", "Amount 1 000 000 eur")]
    // IBANs, of the registry's examples.
    [InlineData("to DE89 3704 0044 0532 0130 00 today", "BankAccount DE89 3704 0044 0532 0130 00")]
    [InlineData("GB82WEST12345698765432.", "BankAccount GB82WEST12345698765432")]
    [InlineData("in20 26 fr1420041010050500013m02606 x", "BankAccount fr1420041010050500013m02606")]
    [InlineData("NO93 8601 1117 947 and MT84 MALT 0110 0001 2345 MTLC AST0 01S", "BankAccount NO93 8601 1117 947", "BankAccount MT84 MALT 0110 0001 2345 MTLC AST0 01S")]
    // None of it.
    [InlineData("Meet at 12:30 on 2026-11-30, room EU12, 40 people, version 1.2.3")]
    [InlineData("DE89 3704 0044 0532 0130 01")]
    [InlineData("Europe 2000")]
    [InlineData("A1EUR and 5 eurostars")]
    [InlineData("")]
    public void What_leads_somewhere_or_costs_something_is_found(string text, params string[] found) =>
        Assert.Equal(found, Noteworthy.In(text).Select(span => $"{span.Kind} {span.Value}"));

    [Fact]
    public void A_text_of_the_longest_kind_takes_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("DE89 3704 0044 0532 www.a.example 1 EUR ", 2_500));

        Assert.Equal(5_000, Noteworthy.In(text).Count);
    }
}
