using AngleSharp.Html.Parser;
using MimeKit;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>What a message or a description says when it is read as plain text.</summary>
internal static class MessageText
{
    public static string Of(MimeMessage message) => message.TextBody ?? (message.HtmlBody is { } html ? OfHtml(html) : "");

    public static string OfHtml(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        foreach (var element in document.QuerySelectorAll("style, script, title").ToList()) element.Remove();
        // What stands on lines of its own must not run into one word.
        foreach (var element in document.QuerySelectorAll("address, blockquote, br, div, dd, dt, h1, h2, h3, h4, h5, h6, hr, li, p, pre, td, th, tr").ToList())
            element.After(document.CreateTextNode("\n"));
        return document.DocumentElement.TextContent.Trim();
    }
}
