using System.Globalization;
using System.Text;

namespace TokenVaultAgent.Browser.Tests.Mails;

/// <summary>
/// Makes mails as builders, programs and people make them, with words in them that some style may hide: each property that can, at values from
/// hiding to harmless, by every way in which a style reaches an element. The same number always makes the same mail.
/// </summary>
internal sealed class MailMaker(int number)
{
    /// <summary>By the kind of a style, its declarations. What is between clearly hidden and clearly shown is left out: eyes differ.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Styles = new Dictionary<string, string[]>
    {
        ["font-size"] = [.. Each("font-size:", "0", "0px", "1px", "2px", ".5pt", "1%", "10%", ".1em", ".05rem", "calc(0px)", "calc(2px - 1px)", "min(1px,20px)", "0.1vw", "9px", "12px", "11pt", "80%", "1.2em", "1rem", "large", "x-small", "calc(1em + 2px)", "clamp(10px,2vw,20px)", "max(12px,1px)"), "font:0/0 a", "font:1px/1 Arial", "font:italic bold 14px/1.5 Arial,sans-serif", "font:13px serif"],
        ["opacity"] = [.. Each("opacity:", "0", ".01", ".05", "0%", "1%", "5%", "1e-2", "calc(0)", ".6", "80%", "1", "2")],
        ["color"] = [.. Each("color:", "#fff", "white", "#fefefe", "rgb(255,255,255)", "rgba(0,0,0,.02)", "rgb(0 0 0 / 1%)", "hsl(0 0% 100%)", "hsla(0,0%,0%,0)", "transparent", "#ffffff00", "#000", "red", "#333333", "rgb(10 20 30)", "hsl(240,50%,30%)", "grey", "darkslategrey", "windowtext")],
        ["background"] = [.. Each("color:#000;background:", "#000", "black", "#010101", "rgb(0,0,0)", "#fff", "yellow", "none", "transparent"), "color:#fff;background:#fff", "color:#fff;background:#123456", "color:#fff;background-color:rgba(0,0,0,.9)", "color:#eee;background-color:rgba(0,0,0,.01)", "color:#fff;background:#000 none repeat scroll 0 0", "-webkit-text-fill-color:transparent", "-webkit-text-fill-color:#fff;color:#000", "-webkit-text-fill-color:#000;color:#fff"],
        ["display"] = [.. Each("display:", "none", "block", "inline", "inline-block", "table", "table-cell", "flex", "list-item", "table-column", "contents")],
        ["visibility"] = [.. Each("visibility:", "hidden", "collapse", "visible")],
        ["size"] = ["height:0;overflow:hidden", "max-height:0;overflow:hidden", "width:0;overflow:hidden;white-space:nowrap", "height:1px;width:1px;overflow:hidden", "max-height:1px;overflow:clip", "height:.1em;overflow:hidden", "height:0;overflow-y:hidden", "block-size:0;overflow:hidden", "max-block-size:1px;overflow:hidden", "height:calc(1px);overflow:hidden", "max-width:1px;overflow:hidden;white-space:nowrap", "height:40px;overflow:hidden", "max-height:200px;overflow:hidden", "width:300px", "overflow:hidden", "width:50%", "height:auto;overflow:auto", "height:0;min-height:40px;overflow:hidden", "white-space:nowrap"],
        ["away"] = [.. Each("position:absolute;", "left:-9999px", "top:-9999px", "left:-500em", "left:-300vw", "inset:0 0 0 -9999px", "right:200vw", "clip:rect(0,0,0,0)"), .. Each("position:relative;", "left:-5000px", "right:5000px", "top:-3000px", "left:-100in", "left:3px", "top:-2px"), "position:fixed;left:-1000px", "margin-left:-5000px", "margin:0 0 0 -3000px", "margin-inline-start:-5000px", "text-indent:-9999px", "text-indent:-200em", "text-indent:-100vw", "margin-left:20px", "margin:10px auto", "padding:12px 24px", "text-indent:2em", "margin:-1px"],
        ["transform"] = [.. Each("display:inline-block;transform:", "scale(0)", "translateX(-9999px)", "translate(-500em)", "scale(.01)", "rotateY(90deg)", "none", "scale(1)", "translate(0,0)"), "display:inline-block;scale:0", "display:inline-block;translate:-9999px", "display:block;rotate:y 90deg"],
        ["paint"] = ["filter:opacity(0)", "filter:opacity(1%)", "filter:blur(30px)", "filter:none", "clip-path:circle(0)", "clip-path:inset(50%)", "clip-path:polygon(0 0,0 0,0 0)", "clip-path:none", "mask:linear-gradient(transparent,transparent)", "-webkit-mask-image:linear-gradient(rgba(0,0,0,0),rgba(0,0,0,0))", "mask:none", "content-visibility:hidden", "content-visibility:visible", "zoom:.01", "zoom:1"],
        ["spacing"] = ["letter-spacing:-1em", "letter-spacing:1px", "letter-spacing:.05em", "line-height:1.5", "line-height:normal", "line-height:120%", "word-spacing:2px"],
        ["escape"] = ["d\\69splay:none", "display:n\\6fne", "display/**/:/**/none", "DISPLAY:NONE", "display:none!important", "display : none ! important", "color:red;;;display:none", "color:red;}display:none", "content:'a;b';display:none", "background:url(a;b);display:none", "color:\"x;display:none", "/*display:none*/color:blue", "content:'display:none'", "x-display:none", "--display:none", "display:none;display:block", "display:block;display:none", "display:none!important;display:block", "all:unset"],
        ["harmless"] = ["font-weight:bold", "text-decoration:underline", "font-family:Arial, Helvetica, sans-serif", "text-align:center", "border:1px solid #ccc", "vertical-align:top", "mso-line-height-rule:exactly", "-webkit-text-size-adjust:100%", "border-radius:4px", "text-transform:uppercase", "word-break:break-word", "box-sizing:border-box", "cursor:pointer"],
    };

    private static readonly string[] Selectors = ["{0}", "div {0}", "body {0}", "*{0}", "html body div{0}", "div>{0}", "{0}:not(.zz)", "{0}:is(p,div,span,b,td)", "[class]{0}", "#nobody,{0}", "p{0},div{0},span{0},b{0},td{0}", "{0}:hover", ".zz {0}", "{0}.zz", "{0}::before", "{0}:first-child", "td {0}", "{0}:nth-child(n)", ":root {0}", "{0}+zz", "~{0}"];

    private static readonly string[] Groups =
        ["{0}", "{0}", "{0}", "@media screen{{{0}}}", "@media print{{{0}}}", "@media only screen and (max-width:480px){{{0}}}", "@media (min-width:600px){{{0}}}", "@media (max-width:1000px){{{0}}}", "@media (min-width:1000px){{{0}}}", "@media all and (min-width:37.5em){{{0}}}", "@media not print{{{0}}}", "@media screen{{@media (min-width:1px){{{0}}}}}", "div{{{0}}}", "@supports (display:block){{{0}}}", "@supports (display:nonsense){{{0}}}", "@layer a{{{0}}}", "<!-- {0} -->", "}} {0}", "/* {{ */ {0}", "@media{{{0}}}", "@font-face{{font-family:x;src:url(x)}}{0}", "a{{color:red", "@import url(https://fonts.googleapis.com/css?family=Lato);{0}"];

    private readonly Random _random = new(number);
    private readonly StringBuilder _sheet = new();
    private readonly List<MailWord> _words = [];

    public IReadOnlyList<MailWord> Words => _words;

    public string Make()
    {
        var body = new StringBuilder();
        var pieces = _random.Next(4, 9);
        for (var i = 0; i < pieces; i++)
            body.Append(Piece());
        var content = Pick(
            "{0}", "<div>{0}</div>", "<center><table width=600 align=center><tr><td>{0}</td></tr></table></center>",
            "<div style='background:#f4f4f4;padding:20px'><div style='max-width:600px;margin:0 auto;background:#ffffff'>{0}</div></div>",
            "<table style='width:100%'><tbody><tr><td style='direction:ltr;font-size:0px;padding:20px 0;text-align:center'><div style='font-size:13px;line-height:1.4;text-align:left'>{0}</div></td></tr></tbody></table>",
            "<div dir=ltr>{0}</div><br><div class=gmail_quote><div>On Monday Ben wrote:</div><blockquote style='margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex'>old</blockquote></div>",
            "<div class=WordSection1>{0}</div>", "<p>{0}", "<table><tr><td>{0}<tr><td>end</table>");
        var html = $"<style>{_sheet}</style>{Format(content, body.ToString())}";
        var isStandard = _random.Next(3) > 0;
        return $"{(isStandard ? "<!doctype html>" : "")}<html><head><title>t</title>{html.Replace("<div>", Pick("<div>", "<div>", "<DIV>"), StringComparison.Ordinal)}";
    }

    private string Piece()
    {
        var kinds = new List<string>();
        var inner = Word(kinds);
        var element = Element(inner, kinds);
        if (_random.Next(3) == 0)
            element = Element(element + (_random.Next(2) == 0 ? Word(kinds) : ""), kinds);
        return Pick("{0}", "{0}", "{0}<br>", "<p>before</p>{0}", "<ul><li>{0}</li></ul>", "<b>{0}", "{0}</div>", "<!-- {{display:none}} -->{0}", "<a href=https://x.example/>{0}</a>") is var shape ? Format(shape, element) : "";
    }

    private string Word(List<string> kinds)
    {
        var word = $"w{number}x{_words.Count}z";
        _words.Add(new MailWord(word, kinds));
        return word;
    }

    /// <summary>An element with a style of one kind on it, in one of the ways there are.</summary>
    private string Element(string inner, List<string> kinds)
    {
        var kind = Styles.Keys.ElementAt(_random.Next(Styles.Count));
        var style = Styles[kind][_random.Next(Styles[kind].Length)];
        kinds.Add($"{kind}: {style}");
        var type = Pick("p", "div", "span", "div", "b");
        var name = $"c{number}x{_words.Count}{(char)('a' + _random.Next(26))}";
        switch (_random.Next(6))
        {
            case 0 or 1 or 2:
                return $"<{type} style=\"{style.Replace("\"", "&quot;", StringComparison.Ordinal)}\">{inner}</{type}>";
            case 3 when kind is "color":
                return $"<font color='{style[6..]}'>{inner}</font>";
            default:
                var (selector, group) = (Selectors[_random.Next(Selectors.Length)], Groups[_random.Next(Groups.Length)]);
                kinds.Add($"by {selector} in {group}");
                _sheet.Append(Format(group, $"{Format(selector, $".{name}")}{{{style}}}"));
                return $"<{type} class='{name}'>{inner}</{type}>";
        }
    }

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private static string Format(string shape, string value) => string.Format(CultureInfo.InvariantCulture, shape, value);

    private static IEnumerable<string> Each(string start, params string[] values) => values.Select(value => start + value);
}

/// <param name="Styles">What is around it, from the inside out.</param>
internal sealed record MailWord(string Word, IReadOnlyList<string> Styles);
