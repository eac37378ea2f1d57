using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
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

    /// <summary>One per thread: a parser is costly to make and not made to be shared.</summary>
    [ThreadStatic]
    private static HtmlParser? t_parser;

    /// <summary>Plain text, or HTML where it looks like it, as plain text.</summary>
    public static PlainText FromMaybeHtml(string content, int maxLength) =>
        LooksLikeHtml().IsMatch(content) ? FromHtml(content, maxLength) : PlainText.Block(content, maxLength);

    /// <returns>Nothing, cut, where what is seen of it cannot be told.</returns>
    public static PlainText FromHtml(string html, int maxLength)
    {
        // A style sheet behind the cut could hide what is before it.
        if (html.Length > MaxMarkup && html.IndexOf("<style", MaxMarkup - "<style".Length, StringComparison.OrdinalIgnoreCase) >= 0)
            return new PlainText("", Cut: true);
        using var document = (t_parser ??= new HtmlParser()).ParseDocument(html.Length <= MaxMarkup ? html : html[..MaxMarkup]);
        var text = new StringBuilder();
        if (HiddenElements.Find(document) is not { } hidden)
            return new PlainText("", Cut: true);
        if (document.Body is { } body)
            Write(body, hidden, text);
        var plain = PlainText.Block(BlankLines().Replace(SpacesAtEnds().Replace(text.ToString(), "\n"), "\n\n"), maxLength);
        return html.Length <= MaxMarkup ? plain : plain with { Cut = true };
    }

    /// <summary>Walks without recursion: markup can be nested deeper than a stack.</summary>
    private static void Write(INode root, HiddenElements hidden, StringBuilder text)
    {
        var node = root;
        while (true)
        {
            if (Enter(node, hidden, text) && node.FirstChild is { } child)
            {
                node = child;
                continue;
            }

            while (node.NextSibling is null || node == root)
            {
                Leave(node, hidden, text);
                if (node == root)
                    return;
                node = node.Parent!;
            }

            Leave(node, hidden, text);
            node = node.NextSibling;
        }
    }

    /// <summary>Whether to go on into the node's children.</summary>
    private static bool Enter(INode node, HiddenElements hidden, StringBuilder text)
    {
        if (node is IText words)
            text.Append(Collapse(words.Data, atLineStart: text.Length == 0 || text[^1] is '\n' or ' '));
        if (node is not IElement element || hidden.Contains(element))
            return false;

        if (element.LocalName == "br" || Blocks.Contains(element.LocalName))
            text.Append('\n');
        if (element.LocalName == "li")
            text.Append("- ");
        return true;
    }

    private static void Leave(INode node, HiddenElements hidden, StringBuilder text)
    {
        if (node is not IElement element || hidden.Contains(element))
            return;
        if (element.LocalName == "a" && Target(element) is { } target)
            text.Append(" <").Append(target).Append('>');
        if (element.LocalName is "td" or "th")
            text.Append(' ');
        if (Blocks.Contains(element.LocalName))
            text.Append('\n');
    }

    private static string? Target(IElement link) =>
        link.GetAttribute("href") is { } href
        && Uri.TryCreate(href, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && !link.TextContent.Contains(href, StringComparison.OrdinalIgnoreCase)
            ? href
            : null;

    private static string Collapse(string words, bool atLineStart)
    {
        var collapsed = Spaces().Replace(words, " ");
        return atLineStart ? collapsed.TrimStart(' ') : collapsed;
    }

    [GeneratedRegex(@"<[a-z!/][^<>]*>|&(#\d+|#x[0-9a-f]+|[a-z]+);", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeHtml();

    [GeneratedRegex(@"[ \t\r\n\f]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[ \t]*\n[ \t]*")]
    private static partial Regex SpacesAtEnds();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex BlankLines();
}
