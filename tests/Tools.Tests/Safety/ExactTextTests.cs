using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Tools.Tests.Safety;

/// <summary>What a reader could not see is named, and the rest stays as it is.</summary>
public sealed class ExactTextTests
{
    [Theory]
    [InlineData("Dear Ben,\n\nhere they are.\n\n\nAda")]
    [InlineData("Größe 42 €, naïve façade, 東京, שלום, مرحبا")]
    [InlineData("e\u0301 and a\ttab")]
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F467 \u2764\uFE0F")]
    [InlineData("1\uFE0F\u20E3 \u2764\uFE0F\u200D\U0001F525 \u203C\uFE0F")]
    [InlineData("Vie\u0302\u0323t, \u05E9\u05C1\u05B8")]
    [InlineData("")]
    public void Ordinary_text_has_no_mark(string text)
    {
        Assert.Equal(text, string.Concat(ExactText.Runs(text).Select(run => run.Text)));
        Assert.True(ExactText.IsPlain(text));
    }

    [Theory]
    [InlineData("a\u200Bb", "U+200B")]
    [InlineData("a\u202Eb", "U+202E")]
    [InlineData("a\u2066b", "U+2066")]
    [InlineData("a\u00ADb", "U+00AD")]
    [InlineData("a\uFEFFb", "U+FEFF")]
    [InlineData("a\u200Db", "U+200D")]
    [InlineData("a\u0007b", "U+0007")]
    [InlineData("a\u3164b", "U+3164")]
    [InlineData("a\uE000b", "U+E000")]
    [InlineData("a\U000E0041b", "U+E0041")]
    [InlineData("a\uFE01b", "U+FE01")]
    [InlineData("a\uFE0Fb", "U+FE0F")]
    [InlineData("a\u034Fb", "U+034F")]
    [InlineData("a\u17B4b", "U+17B4")]
    [InlineData("a\u180Bb", "U+180B")]
    [InlineData("a\U0001D159b", "U+1D159")]
    [InlineData("a\U00016FE4b", "U+16FE4")]
    [InlineData("a\U00013441b", "U+13441")]
    [InlineData("a\uFFFCb", "U+FFFC")]
    [InlineData("a\U0001F468\u200Db", "U+200D")]
    [InlineData("a\u2028b", "U+2028")]
    [InlineData("a\u0085b", "U+0085")]
    [InlineData("a\u2800b", "U+2800")]
    [InlineData("a\u0301\u0302\u0303\u0304b", "4 stacked marks")]
    [InlineData("a\t\t\t\t\t\t\t\t\t\t\t\t\tb", "13 spaces")]
    [InlineData("a      \uFE0F      \t  b", "15 spaces")]
    [InlineData("a\n\u3000\n\uFE0F\n\u034F\n\u2800\n\u2003\nb", "6 empty lines")]
    [InlineData("a            b", "12 spaces", false)]
    [InlineData("a             b", "13 spaces")]
    [InlineData("a\u00A0\u2003\u00A0\u2003\u00A0\u2003\u00A0\u2003\u00A0\u2003\u00A0\u2003\u00A0\u2003b", "14 spaces")]
    [InlineData("a\n\n\n\n\nb", "5 empty lines")]
    [InlineData("a\r\n \r\n\t\r\n \r\n \r\nb", "5 empty lines")]
    public void What_cannot_be_seen_is_named(string text, string mark, bool isMarked = true)
    {
        var runs = ExactText.Runs(text).ToList();

        Assert.Equal(isMarked ? [mark] : [], runs.Where(run => run.IsMark).Select(run => run.Text));
        Assert.StartsWith("a", runs[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("b", runs[^1].Text, StringComparison.Ordinal);
        Assert.Equal(!isMarked, ExactText.IsPlain(text));
    }
}
