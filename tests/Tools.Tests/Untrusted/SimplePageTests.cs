using TokenVaultAgent.Tools.Untrusted;
using TokenVaultAgent.Tools.Untrusted.Rendering;

namespace TokenVaultAgent.Tools.Tests.Untrusted;

/// <summary>The short way to read markup against the long one, which is right by definition.</summary>
public sealed class SimplePageTests
{
    private const int MaxLength = 100_000;

    /// <summary>How often as many documents are made as in everyday runs, from other random numbers.</summary>
    private static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("SIMPLE_PAGES"), out var times) ? times : 1;

    /// <summary>Pieces of markup, of the grammar and just outside of it, that are put together by chance.</summary>
    private static readonly string[] Pieces =
    [
        "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<br>", "<br/>", "<br />", "<span>", "</span>", "<blockquote>", "</blockquote>",
        "<a href=\"https://a.example/1?x=1&amp;y=2\">", "<a href='https://a.example/'>", "<a>", "<a href=\"https://a.example/?a=1&b=2\">", "<a href=\"mailto:a@b.example\">", "</a>", "<u>", "</u>", "<em>", "</em>",
        "<html>", "<HTML>", "</html>", "<head>", "</head>", "<body>", "<body dir=\"ltr\">", "</body>", "<!DOCTYPE html>", "<meta charset=\"utf-8\">", "<!-- words -->", "<!---->", "<!-- a > b -->", "<!--[if mso]><p>x</p><![endif]-->",
        "<style><!-- P {margin-top:0;margin-bottom:0;} --></style>", "<style>.x, p.y { margin: 0px 4pt; padding-left: 4pt; border-left: #800000 2px solid; }</style>", "<style>.x{display:none}</style>", "<style>p{font-size:0}</style>",
        "<style type=\"text/css\" style=\"display:none;\"><!-- P {margin-top:0;} --></style>", "<style media=\"print\">.x{color:black}</style>",
        "<p class=\"x\">", "<p class=y id='z'>", "<div style=\"display:none\">", "<div style=\"font-family:Calibri,Arial,sans-serif; font-size:12pt; color:rgb(0,0,0)\">", "<p style=\"margin:0px 0px 0px 40px;background-color:white\">",
        "<span style=\"color:white\">", "<span style=\"font-size:11pt;\">", "<span style=\"font-size:5pt\">", "<span style=\"background-color:rgb(255, 255, 255);color:black\">", "<div style=\"white-space:pre-line\">",
        "<p style=\"margin-left:0;margin-left:5px\">", "<p style=\"margin:60pt;margin:60pt\">", "<p style=\"text-align:center;line-height:0\">", "<p hidden>", "<p aria-hidden=\"true\">", "<div title='a' title='b'>",
        "<font size=\"2\">", "<font size=1 face=\"Arial\">", "<font color=\"white\">", "</font>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<hr>", "<img src=x>", "<h1>", "</h1>", "<script>", "</script>", "<title>", "</title>",
        "words", "Words, and more.", " ", "\n", "\r\n", "\r", "\t", "  two  ", "a < b", "x&nbsp;y", "&amp;", "&lt;b&gt;", "&#39;", "&#8217;", "&#x41;", "&copy;", "&copy", "& ", "&", "&nbsp;", "\u200B", "\u00A0", "\uFEFF", "é", "😀", "\uD83D", "\0", "<", ">", "</", "<p", "<1>", "</br>", "<p/>",
        "<o:p>", "</o:p>", "<P CLASS=MsoNormal>", "</P>", "<div\n dir=rtl>", "<b >", "</b >", "<b/ >", "<a href=https://a.example/>", "<a href=''>", "<a href=\"https://a.example/\" href=\"https://b.example/\">", "https://a.example/1?x=1&amp;y=2",
    ];

    /// <summary>Those of the grammar, so that whole documents of it are met often.</summary>
    private static readonly string[] Blocks =
    [
        "<p>{0}</p>", "<div>{0}</div>", "<div dir=\"ltr\">{0}</div>", "<ul>{1}</ul>", "<ol>{1}</ol>", "<blockquote>{0}</blockquote>", "{0}", "{0}<br>{0}", "<b>{0}</b>", "<span style=\"font-size:11pt;\">{0}</span>",
        "<a href=\"https://a.example/1\">{0}</a>", "<font size=\"2\">{0}</font>", "<em>{0}</em> ", "<!-- note -->{0}", "\r\n{0}\r\n", "&nbsp;{0}", "<div style=\"white-space:pre-line\">{0}\n{0}</div>",
        "<div style=\"font-family:Calibri; font-size:12pt; color:rgb(0, 0, 0)\" class=\"elementToProof\">{0}</div>", "<p style=\"margin:0px 4pt;padding-left:12px;background-color:white\">{0}</p>",
    ];

    private static readonly string[] Words = ["Agenda", "figures & more", "a&nbsp;b", " ", "", "https://a.example/1", "&#39;", "😀", "\u200B", "two  words ", "line\nline", "\r\n"];

    private static readonly string[] Documents =
    [
        "{0}", "<html>{0}</html>", "<html><head></head><body>{0}</body></html>", "<!DOCTYPE html>\n<html>\r\n<head>\r\n<meta charset=\"utf-8\">\r\n</head>\r\n<body dir=\"ltr\">\r\n{0}\r\n</body>\r\n</html>\r\n",
        "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><style type=\"text/css\"><!-- P {{margin-top:0;margin-bottom:0;}} --></style></head><body>{0}</body></html>",
        "<html><head><style><!-- .EmailQuote {{ margin-left: 1pt; padding-left: 4pt; border-left: #800000 2px solid; }} --></style></head><body><div class=\"EmailQuote\">{0}</div></body></html>",
        "<body>{0}", "<body>{0}</body>\n",
    ];

    [Fact]
    public void Markup_put_together_by_chance_is_read_as_the_page_would_be()
    {
        var random = new Random(20 + Times);
        var simple = 0;
        for (var i = 0; i < 60_000 * Times; i++)
            simple += IsSimple(string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]))) ? 1 : 0;
        Assert.True(simple > 2_000 * Times, $"Only {simple} were simple.");
    }

    [Fact]
    public void Documents_of_the_grammar_are_read_the_short_way_and_alike()
    {
        var random = new Random(21 + Times);
        var simple = 0;
        for (var i = 0; i < 20_000 * Times; i++)
            simple += IsSimple(Format(Documents[random.Next(Documents.Length)], Block(random, 5), "")) ? 1 : 0;
        Assert.True(simple > 8_000 * Times, $"Only {simple} were simple.");
    }

    [Theory]
    [InlineData("<html><head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\r\n<meta name=\"Generator\" content=\"Microsoft Exchange Server\">\r\n<!-- converted from text -->\r\n<style><!-- .EmailQuote { margin-left: 1pt; padding-left: 4pt; border-left: #800000 2px solid; } --></style></head>\r\n<body>\r\n<font size=\"2\"><span style=\"font-size:11pt;\"><div class=\"PlainText\">Agenda<br>\r\nFigures</div></span></font>\r\n</body>\r\n</html>\r\n")]
    [InlineData("<html><head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><style type=\"text/css\"><!-- P {margin-top:0;margin-bottom:0;} --></style></head><body dir=\"ltr\"><div class=\"elementToProof\" style=\"font-family: Aptos, Calibri, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);\">Agenda</div></body></html>")]
    [InlineData("<html><head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<style type=\"text/css\" style=\"display:none;\"> P {margin-top:0;margin-bottom:0;} </style>\n</head>\n<body dir=\"ltr\">\n<div class=\"elementToProof\" style=\"font-family: Aptos, Aptos_EmbeddedFont, Aptos_MSFontService, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);\">\nAgenda</div>\n</body>\n</html>")]
    [InlineData("<div dir=\"ltr\">Agenda: <b>figures</b><div><br></div><div><a href=\"https://acme.example/sheet\" target=\"_blank\">the sheet</a></div></div>\r\n")]
    public void What_programs_write_for_a_few_words_is_simple(string html) => Assert.True(IsSimple(html));

    [Theory]
    [InlineData("<p style='display:none'>hidden</p>seen")]
    [InlineData("<style>p{display:none}</style><p>hidden</p>seen")]
    [InlineData("<p hidden>hidden</p>seen")]
    [InlineData("<p style='display:none;'>hidden</p>seen")]
    [InlineData("<font color=white>hidden</font>seen")]
    [InlineData("<body text=white>hidden")]
    [InlineData("<p style='color:white'>hidden</p>seen")]
    [InlineData("<p style='font-size:1px'>hidden</p>seen")]
    [InlineData("<p style='font:0 Arial'>hidden</p>seen")]
    [InlineData("<p style='color:black;background:black'>hidden</p>seen")]
    [InlineData("<p style='mso-hide:all'>hidden</p>seen")]
    [InlineData("<link rel=stylesheet href=https://a.example/a.css><p>may be hidden</p>")]
    [InlineData("<details><p>hidden</p></details>seen")]
    public void What_can_hide_is_never_simple(string html) => Assert.False(SimplePage.TryRead(html, out _));

    /// <summary>Whether it was; then both ways must tell the same.</summary>
    private static bool IsSimple(string html)
    {
        if (!SimplePage.TryRead(html, out _))
            return false;
        var (quick, whole) = (HtmlText.FromHtml(html, MaxLength, CancellationToken.None), HtmlText.FromPage(html, MaxLength, CancellationToken.None));
        if (quick != whole)
            Assert.Fail($"{html}\n---\n{quick}\n---\n{whole}");
        return true;
    }

    private static string Block(Random random, int depth) => depth == 0
        ? Words[random.Next(Words.Length)]
        : Format(Blocks[random.Next(Blocks.Length)], string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Block(random, depth - 1 - random.Next(depth)))), $"<li>{Block(random, depth - 1)}</li>\n<li>{Block(random, depth - 1)}</li>");

    private static string Format(string form, string content, string items) =>
        form.Replace("{0}", content, StringComparison.Ordinal).Replace("{1}", items, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
}
