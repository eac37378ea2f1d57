using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Tests.Untrusted;

public sealed class HtmlTextTests
{
    private static VisibleText Read(string html, int maxLength) => HtmlText.FromHtml(html, maxLength, TestContext.Current.CancellationToken);

    private static string Times(string piece, int times) => string.Concat(Enumerable.Repeat(piece, times));

    [Fact]
    public void Blocks_lists_and_links_become_lines() =>
        Assert.Equal(
            "Agenda:\n\n- Numbers\n\n- Hiring\n\nSee the notes <https://notes.example/1>.",
            Read("<p>Agenda:</p><ul><li>Numbers</li><li>Hiring</li></ul>See <a href='https://notes.example/1'>the notes</a>.", 500).Text);

    [Theory]
    [InlineData("<div style='display:none'>hidden</div>seen")]
    [InlineData("<span style='color:red; visibility : hidden'>hidden</span>seen")]
    [InlineData("<span style='FONT-SIZE:0px'>hidden</span>seen")]
    [InlineData("<span style='opacity:0.0;'>hidden</span>seen")]
    [InlineData("<p hidden>hidden</p>seen")]
    [InlineData("<p aria-hidden='true'>hidden</p>seen")]
    [InlineData("<script>hidden</script><style>hidden</style><template>hidden</template>seen")]
    [InlineData("<title>hidden</title><!-- hidden -->seen")]
    [InlineData("<div style='display:none'><div><p>hidden</p></div></div>seen")]
    [InlineData("<style>.x{display:none}</style><p class=x>hidden</p>seen")]
    [InlineData("<style>.a{color:red} p.x, #y { font-size : 0 !important }</style><p class=x>hidden</p><b id=y>hidden</b>seen")]
    [InlineData("<style>.x{di\\73play:none}</style><p class=x>hidden</p>seen")]
    [InlineData("<style>.x{display/**/:none}</style><p class=x>hidden</p>seen")]
    [InlineData("<style>@media screen and (min-width:1px){.x{visibility:hidden}}</style><p class=x>hidden</p>seen")]
    [InlineData("<style>@media (max-width:99999px){.x{visibility:hidden}}</style><p class=x>hidden</p>seen")]
    [InlineData("<style>][;{}.x{display:none}</style><style>p > b{opacity:0}</style><p>seen<b>hidden</b></p>")]
    [InlineData("<p style='di\\73play:none'>hidden</p>seen")]
    [InlineData("<p style='display:/* */none'>hidden</p>seen")]
    [InlineData("<p style='position:absolute;left:-9999px'>hidden</p>seen")]
    // No browser reads a selector whose name begins with a digit, nor the rule.
    [InlineData("<style>.x{display:none}.9a,.-9a,#9a{display:block}</style><p class='x 9a -9a' id=9a>hidden</p>seen")]
    public void What_a_reader_does_not_see_is_left_out(string html) => Assert.Equal("seen", Read(html, 500).Text);

    [Theory]
    [InlineData("<span style='font-size:10px'>seen</span>")]
    [InlineData("<span style='opacity:0.5'>seen</span>")]
    [InlineData("<a href='javascript:alert(1)'>seen</a>")]
    [InlineData("<p style='display:block'>seen</p>")]
    [InlineData("<p style='margin-left:-10px'>seen</p>")]
    [InlineData("<style>.x{color:red}</style><p class=x>seen</p>")]
    [InlineData("<style>.a p, .b p, .c > p, .d p, .e p {display:none}</style><p class=x>seen</p>")]
    [InlineData("<style>@media only screen and (max-width:600px){.x{display:none}}</style><p class=x>seen</p>")]
    [InlineData("<style>@media print{.x{display:none}}</style><p class=x>seen</p>")]
    public void What_a_reader_sees_is_kept(string html) => Assert.Equal("seen", Read(html, 500).Text);

    [Fact]
    public void Text_is_cut_at_the_length_and_says_so() =>
        Assert.Equal(new VisibleText("12345", Cut: true), Read("<b>1234567</b>", 5));

    [Fact]
    public void Plain_text_keeps_its_lines_and_its_angle_brackets() =>
        Assert.Equal("a < b\nb > c", UnmarkedText.Read("a < b\r\nb > c", isHtml: null, 500, TestContext.Current.CancellationToken).Text);

    [Fact]
    public void Markup_as_deep_as_a_long_thread_is_read() =>
        Assert.Equal("deep", Read(Times("<blockquote><div>", 120) + "deep" + new string(' ', 5_000), 500).Text);

    [Theory]
    [InlineData("<div>", 104_000)]
    [InlineData("<div></p>", 50_000)]
    [InlineData("<div></span>", 40_000)]
    [InlineData("<b>", 170_000)]
    [InlineData("<p><b>", 80_000)]
    [InlineData("<table><tr><td>", 30_000)]
    [InlineData("<td>", 131_000)]
    [InlineData("<svg><g>", 60_000)]
    [InlineData("<a>", 170_000)]
    [InlineData("<select><option>", 30_000)]
    public void Markup_made_to_be_too_much_is_withheld_and_read_no_further(string tag, int times) =>
        Assert.Equal(new VisibleText("", Cut: true, Withheld: WithheldReason.MarkupTooCostly), Read(Times(tag, times) + "words", 500));

    [Theory]
    [InlineData("<p>seen", 9_000)]
    [InlineData("<li>seen", 9_000)]
    [InlineData("<div>seen</div>", 9_000)]
    [InlineData("seen<br>", 9_000)]
    [InlineData("<b>seen</b><p>", 9_000)]
    public void A_long_row_is_not_deep(string piece, int times) =>
        Assert.Equal(500, Read(Times(piece, times), 500).Text.Length);

    [Fact]
    public void A_row_of_cells_is_read() =>
        Assert.Equal(Times("seen ", 98) + "seen", Read($"<table><tr>{Times("<td>seen</td>", 9_000)}</table>", 494).Text);

    [Theory]
    [InlineData("<td> </td>", 15_000)]
    [InlineData("&nbsp;<b> </b>", 15_000)]
    [InlineData(" ", 500_000)]
    [InlineData("\t \n", 170_000)]
    public void Emptiness_takes_no_longer_than_words(string blank, int times) =>
        Assert.Equal("seen", Read($"<table><tr><td>{Times(blank, times)}seen", 1_000_000).Text.Trim('\u00A0', ' '));

    [Fact]
    public void Escaped_inline_styles_are_read_however_many() =>
        Assert.Equal(5_000, Read(Times("<b style='c\\6flor:red'>x</b><b style='c\\6flor:#fff'>y</b>", 5_000), 100_000).Text.Length);

    [Fact]
    public void What_nobody_waits_for_any_more_is_not_read_on()
    {
        using var left = new CancellationTokenSource();
        left.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => HtmlText.FromHtml(Times("<p>seen</p>", 5_000), 500, left.Token));
    }

    [Fact]
    public void A_document_that_was_too_much_spoils_none_after_it()
    {
        Read(Times("<div>", 50_000), 500);

        Assert.Equal("seen", Read("<p>seen</p>" + new string(' ', 5_000), 500).Text);
    }

    [Fact]
    public void Style_sheets_made_to_be_too_much_leave_nothing_to_read()
    {
        var rules = string.Concat(Enumerable.Range(0, 7_000).Select(i => $".x{i}{{display:none}}"));

        Assert.Equal("", Read($"<style>{rules}</style><p class=x6999>hidden</p>seen", 500).Text);
    }

    [Theory]
    [InlineData("@media all{", "")]
    [InlineData("(", "")]
    [InlineData("[", "")]
    [InlineData(":not(", "a")]
    public void Rules_nested_beyond_any_stack_do_no_harm(string opening, string beginning)
    {
        var nested = beginning + string.Concat(Enumerable.Repeat(opening, 5_000));

        Assert.Equal("", Read($"<style>{nested}</style>seen", 500).Text);
    }

    [Fact]
    public void Selectors_made_to_take_forever_leave_nothing_to_read()
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", 240));
        var selectors = string.Concat(Enumerable.Range(0, 300).Select(i => $"div div div p.x{i}{{display:none}}"));
        var markup = string.Concat(Enumerable.Repeat("<p>seen</p>", 20_000));

        var text = Read($"<style>{selectors}</style>{deep}{markup}", 500);

        Assert.True(text is { Text: "", Cut: true } or { Text.Length: 500 });
    }

    [Theory]
    [InlineData("div div div div .x{display:none}", 4)]
    [InlineData("div>div div>div div+p.x,div>div div>div>.x{display:none}", 6)]
    [InlineData(".x{display:none}", 400)]
    [InlineData(":has(:has(:has(zzz))){display:none}", 200)]
    [InlineData(".x:not(:is(b:not(i))){display:none}", 3)]
    public void A_selector_of_any_length_costs_little_and_is_followed(string rule, int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", depth));

        Assert.DoesNotContain("hidden", Read($"<style>{rule}</style>{deep}<p class=x>hidden</p>seen", 500).Text);
    }

    [Theory]
    [InlineData("@media screen, (max-width:1px){.x{display:none}}")]
    [InlineData("@media not all and (max-width:1px){.x{display:none}}")]
    [InlineData("@supports (display:block){.x{display:none}}")]
    public void A_rule_in_a_group_that_may_hold_hides(string sheet) =>
        Assert.Equal("seen", Read($"<style>{sheet}</style><p class=x>hidden</p>seen", 500).Text);

    [Theory]
    [InlineData("@media only screen and (max-width:600px){.x{display:none}}")]
    [InlineData("@media print{.x{display:none}}")]
    public void A_rule_for_other_windows_does_not(string sheet) =>
        Assert.Equal("seen", Read($"<style>{sheet}</style><p class=x>seen</p>", 500).Text);

    [Theory]
    [InlineData("<p style='height:0;overflow:hidden'>hidden</p>")]
    [InlineData("<p style='color:transparent'>hidden</p>")]
    [InlineData("<p style='font-size:1px'>hidden</p>")]
    [InlineData("<p style='font:0/0 a'>hidden</p>")]
    [InlineData("<p style='opacity:.01'>hidden</p>")]
    [InlineData("<p style='clip-path:inset(100%)'>hidden</p>")]
    [InlineData("<p style='clip:rect(0 0 0 0)'>hidden</p>")]
    [InlineData("<p style='transform:scale(0)'>hidden</p>")]
    [InlineData("<p style='text-indent:-99em'>hidden</p>")]
    [InlineData("<p style='max-height:0vw'>hidden</p>")]
    [InlineData("<style>.x{color:transparent}</style><p class=x>hidden</p>")]
    [InlineData("<style>.x{height:0;overflow:hidden}</style><p class=x>hidden</p>")]
    [InlineData("<dialog>hidden</dialog>")]
    [InlineData("<video>hidden</video>")]
    [InlineData("<progress>hidden</progress>")]
    public void Usual_ways_to_hide_hide(string markup) => Assert.Equal("seen", Read($"{markup}seen", 500).Text);

    [Theory]
    [InlineData("background-color:transparent")]
    [InlineData("height:0")]
    [InlineData("font-size:10px")]
    [InlineData("opacity:0.9")]
    [InlineData("font:0.9em Arial")]
    [InlineData("text-indent:-1em")]
    [InlineData("transform:scale(0.9)")]
    public void What_only_resembles_them_does_not(string style) => Assert.Equal("seen", Read($"<p style='{style}'>seen</p>", 500).Text);

    [Fact]
    public void A_style_sheet_behind_the_part_that_is_read_withholds_it() =>
        Assert.Equal(new VisibleText("", Cut: true, Withheld: WithheldReason.TooLong), Read(
            $"<p class=x>hidden</p>{new string(' ', 600_000)}<style>.x{{display:none}}</style>", 500));

    [Fact]
    public void A_number_made_to_take_forever_does_not() =>
        Assert.Equal("seen", Read($"<p style='opacity:{new string('0', 400_000)}1'>seen</p>", 500).Text);

    [Fact]
    public void Declarations_nested_beyond_any_stack_are_hidden()
    {
        var nested = "/**/width:" + string.Concat(Enumerable.Repeat("calc(", 5_000));

        Assert.Equal("seen", Read($"<p style='{nested}'>hidden</p>seen", 500).Text);
    }

    [Fact]
    public void Invisible_characters_are_left_out_of_a_line() =>
        Assert.Equal("Pay now", PlainText.Line("Pay\u200B\u202E\n\U000E0041now\u0007", 100));

    [Fact]
    public void A_cut_does_not_split_a_character() => Assert.Equal("a", PlainText.Block("a😀b", 2).Text);

    [Fact]
    public void A_line_of_nothing_visible_is_none() => Assert.Null(PlainText.Line(" \u200B ", 100));
}
