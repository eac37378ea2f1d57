using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TokenVaultAgent.Tools.Untrusted.Rendering;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>
/// The text that a reader of HTML sees. Whoever hides words from the reader of a mail means them for the model: text is told only where it is
/// proven to be seen (<see cref="Page"/>), and what is left out is counted.
/// </summary>
internal static class HtmlText
{
    /// <summary>Markup beyond this many characters is not read.</summary>
    private const int MaxMarkup = 512 * 1024;

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

    public static VisibleText FromHtml(string html, int maxLength, CancellationToken cancellationToken)
    {
        // A style sheet behind the cut could hide what is before it.
        if (html.Length > MaxMarkup && html.IndexOf("<style", MaxMarkup - "<style".Length, StringComparison.OrdinalIgnoreCase) >= 0)
            return new VisibleText("", Cut: true, Withheld: WithheldReason.TooLong);
        if (SimplePage.TryRead(html, out var simple))
        {
            var whole = PlainText.Block(PageText.Write(simple, unseen: null).Text, maxLength);
            return new VisibleText(whole.Text, whole.Cut);
        }

        return FromPage(html, maxLength, cancellationToken);
    }

    /// <summary>As any markup is read.</summary>
    internal static VisibleText FromPage(string html, int maxLength, CancellationToken cancellationToken)
    {
        var limits = new MarkupLimits(cancellationToken);
        try
        {
            using var document = Parse(html.Length <= MaxMarkup ? html : html[..MaxMarkup], limits);
            var page = new Page(document, limits);
            var (pieces, unseen) = page.Read();
            if (page.Withheld is { } reason)
                return new VisibleText("", Cut: unseen.Length > 0, unseen.Length, unseen.Length > 0 ? reason : null);
            var (text, hidden) = PageText.Write(pieces, unseen);
            var plain = PlainText.Block(text, maxLength);
            return new VisibleText(
                plain.Text, plain.Cut || html.Length > MaxMarkup, hidden,
                html.Length > MaxMarkup ? WithheldReason.TooLong : hidden > 0 && plain.Text.Length == 0 ? WithheldReason.NothingShown : null);
        }
        catch (MarkupException)
        {
            return new VisibleText("", Cut: true, Withheld: WithheldReason.MarkupTooCostly);
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
}
