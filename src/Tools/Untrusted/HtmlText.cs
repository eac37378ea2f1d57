using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>The text that a reader of HTML would see: hidden elements are left out (<see cref="HiddenElements"/>).</summary>
internal static partial class HtmlText
{
    /// <summary>Markup beyond this many characters is not read.</summary>
    private const int MaxMarkup = 512 * 1024;

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "blockquote", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "ol", "p", "pre", "section", "table", "tr", "ul",
    };

    /// <summary>Shorter markup cannot cost much, and is spared the counting.</summary>
    private const int Short = 4 * 1024;

    /// <summary>One per thread: a parser is costly to make and not made to be shared.</summary>
    [ThreadStatic]
    private static HtmlParser? t_parser;

    [ThreadStatic]
    private static HtmlParser? t_countingParser;

    /// <summary>Of the document that is being parsed on this thread.</summary>
    [ThreadStatic]
    private static MarkupLimits? t_limits;

    /// <summary>Plain text, or HTML where it looks like it, as plain text.</summary>
    public static PlainText FromMaybeHtml(string content, int maxLength, CancellationToken cancellationToken) =>
        LooksLikeHtml().IsMatch(content) ? FromHtml(content, maxLength, cancellationToken) : PlainText.Block(content, maxLength);

    /// <returns>Nothing, cut, where what is seen of it cannot be told, or not at a bounded cost.</returns>
    public static PlainText FromHtml(string html, int maxLength, CancellationToken cancellationToken)
    {
        // A style sheet behind the cut could hide what is before it.
        if (html.Length > MaxMarkup && html.IndexOf("<style", MaxMarkup - "<style".Length, StringComparison.OrdinalIgnoreCase) >= 0)
            return new PlainText("", Cut: true);
        var limits = new MarkupLimits(cancellationToken);
        try
        {
            using var document = Parse(html.Length <= MaxMarkup ? html : html[..MaxMarkup], limits);
            if (HiddenElements.Find(document, limits) is not { } hidden)
                return new PlainText("", Cut: true);
            var text = new LineWriter();
            if (document.Body is { } body)
                Write(body, hidden, text, limits);
            var plain = PlainText.Block(text.ToString(), maxLength);
            return html.Length <= MaxMarkup ? plain : plain with { Cut = true };
        }
        catch (MarkupException)
        {
            return new PlainText("", Cut: true);
        }
    }

    private static IHtmlDocument Parse(string html, MarkupLimits limits)
    {
        if (html.Length <= Short)
            return (t_parser ??= new HtmlParser()).ParseDocument(html);
        var parser = t_countingParser ?? new HtmlParser(new HtmlParserOptions { OnToken = (token, _) => t_limits!.See(token) });
        // One that was stopped is not used again.
        (t_countingParser, t_limits) = (null, limits);
        var document = parser.ParseDocument(html);
        t_countingParser = parser;
        return document;
    }

    /// <summary>Without recursion: markup can be nested deeper than a stack. Nor by siblings, each of which is looked for among all.</summary>
    private static void Write(INode root, HiddenElements hidden, LineWriter text, MarkupLimits limits)
    {
        var open = new Stack<(INode Node, int Next)>();
        Enter(root);
        while (open.TryPop(out var at))
        {
            if (at.Next == at.Node.ChildNodes.Length)
            {
                Leave((IElement)at.Node, text);
                continue;
            }

            open.Push((at.Node, at.Next + 1));
            Enter(at.Node.ChildNodes[at.Next]);
        }

        void Enter(INode node)
        {
            limits.Check();
            if (node is IText words)
                text.Write(words.Data);
            if (node is not IElement element || hidden.Contains(element))
                return;
            if (element.LocalName == "br" || Blocks.Contains(element.LocalName))
                text.Break();
            if (element.LocalName == "li")
                text.Write("- ");
            open.Push((element, 0));
        }
    }

    private static void Leave(IElement element, LineWriter text)
    {
        if (element.LocalName == "a" && Target(element) is { } target)
            text.Write($" <{target}>");
        if (element.LocalName is "td" or "th")
            text.Write(" ");
        if (Blocks.Contains(element.LocalName))
            text.Break();
    }

    private static string? Target(IElement link) =>
        link.GetAttribute("href") is { } href
        && Uri.TryCreate(href, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && !link.TextContent.Contains(href, StringComparison.OrdinalIgnoreCase)
            ? href
            : null;

    [GeneratedRegex(@"<[a-z!/][^<>]*>|&(#\d+|#x[0-9a-f]+|[a-z]+);", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeHtml();
}
