using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Tests.Untrusted;

public sealed class HtmlTextTests
{
    [Fact]
    public void Blocks_lists_and_links_become_lines() =>
        Assert.Equal(
            "Agenda:\n\n- Numbers\n\n- Hiring\n\nSee the notes <https://notes.example/1>.",
            HtmlText.FromHtml("<p>Agenda:</p><ul><li>Numbers</li><li>Hiring</li></ul>See <a href='https://notes.example/1'>the notes</a>.", 500).Text);

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
    public void What_a_reader_does_not_see_is_left_out(string html) => Assert.Equal("seen", HtmlText.FromHtml(html, 500).Text);

    [Theory]
    [InlineData("<span style='font-size:10px'>seen</span>")]
    [InlineData("<span style='opacity:0.5'>seen</span>")]
    [InlineData("<a href='javascript:alert(1)'>seen</a>")]
    [InlineData("<p style='display:block'>seen</p>")]
    public void What_a_reader_sees_is_kept(string html) => Assert.Equal("seen", HtmlText.FromHtml(html, 500).Text);

    [Fact]
    public void Text_is_cut_at_the_length_and_says_so() =>
        Assert.Equal(new PlainText("12345", Cut: true), HtmlText.FromHtml("<b>1234567</b>", 5));

    [Fact]
    public void Plain_text_keeps_its_lines_and_its_angle_brackets() =>
        Assert.Equal("a < b\nb > c", HtmlText.FromMaybeHtml("a < b\r\nb > c", 500).Text);

    [Fact]
    public void Markup_nested_beyond_any_stack_is_read() =>
        Assert.Equal("deep", HtmlText.FromHtml(string.Concat(Enumerable.Repeat("<b><i>", 20_000)) + "deep", 500).Text);

    [Fact]
    public void Invisible_characters_are_left_out_of_a_line() =>
        Assert.Equal("Pay now", PlainText.Line("Pay\u200B\u202E\n\U000E0041now\u0007", 100));

    [Fact]
    public void A_cut_does_not_split_a_character() => Assert.Equal("a", PlainText.Block("a😀b", 2).Text);

    [Fact]
    public void A_line_of_nothing_visible_is_none() => Assert.Null(PlainText.Line(" \u200B ", 100));
}
