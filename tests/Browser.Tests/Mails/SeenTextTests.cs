using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Browser.Tests.Mails;

/// <summary>What an agent is told of a mail against what a browser lays out of it.</summary>
public sealed class SeenTextTests(Chromium chromium)
{
    private const int Mails = 400;

    private static readonly int[] Widths = [1280, 800];

    /// <summary>Where less is told than this browser shows: other programs differ, or it takes a whole layout to know.</summary>
    private static readonly string[] Stricter =
    [
        // It makes no letters smaller than 6 pixels out of relative sizes.
        "font-size:10%", "font-size:1%", "font-size:.1em", "font-size:.05rem", "font-size:0.1vw",
        // What only applies to boxes, on an element that has none.
        "content-visibility", "margin-inline-start",
        "position:absolute", "position:fixed", "height:0", "@supports", "@layer", "zoom", "all:unset", "display:table-cell", "line-height:0", "inset", "transform", "calc(0)", "1e-2", "@media (max-width:1000px)", "@media (min-width:1000px)",
    ];

    [Fact]
    public async Task What_a_browser_hides_is_not_told_and_what_it_shows_is_not_lost()
    {
        await using var tab = await chromium.OpenAsync(Device.Desktop);
        var (leaked, lost, told) = (new List<string>(), new List<string>(), 0);

        for (var number = 1; number <= Mails; number++)
        {
            var maker = new MailMaker(number);
            var html = maker.Make();
            var words = maker.Words.Select(word => word.Word).ToList();
            var seen = await BrowserEye.SeeAsync(tab.Page, html, Widths, words);
            var text = HtmlText.FromHtml(html, 1_000_000, TestContext.Current.CancellationToken);
            foreach (var word in maker.Words)
            {
                var isTold = text.Text.Contains(word.Word, StringComparison.OrdinalIgnoreCase);
                told += isTold ? 1 : 0;
                if (isTold && !seen.Contains(word.Word))
                    leaked.Add($"{word.Word}: {string.Join(" | ", word.Styles)}");
                if (!isTold && seen.Contains(word.Word) && !Array.Exists(Stricter, s => word.Styles.Any(style => style.Contains(s, StringComparison.Ordinal))))
                    lost.Add($"{word.Word}: {text.Withheld} {string.Join(" | ", word.Styles)}");
            }
        }

        Assert.True(leaked.Count == 0, $"{leaked.Count} words are told that a browser hides:\n{string.Join('\n', leaked)}");
        Assert.True(lost.Count == 0, $"{lost.Count} words are lost that a browser shows:\n{string.Join('\n', lost)}");
        Assert.InRange(told, Mails, Mails * 10);
    }
}
