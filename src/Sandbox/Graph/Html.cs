using AngleSharp.Html.Parser;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>Bodies change between HTML and text as the caller prefers; the text of HTML is what it shows.</summary>
internal static class Html
{
    private const int PreviewLength = 255;

    public static string FromText(string text) => Document(
        "<div class=\"PlainText\">" + System.Net.WebUtility.HtmlEncode(text).ReplaceLineEndings("<br>\r\n") + "</div>");

    /// <summary>A fragment as a document; a document as it is.</summary>
    public static string Document(string html) => html.Contains("<html", StringComparison.OrdinalIgnoreCase)
        ? html
        : "<html><head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body>" + html + "</body></html>";

    /// <summary>Without scripts, as Graph answers unless asked for unsafe HTML.</summary>
    public static string Safe(string html)
    {
        if (!html.Contains("<script", StringComparison.OrdinalIgnoreCase)) return html;
        var document = new HtmlParser().ParseDocument(html);
        foreach (var element in document.QuerySelectorAll("script").ToList()) element.Remove();
        return document.DocumentElement.OuterHtml;
    }

    public static string Preview(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > PreviewLength ? line[..PreviewLength] : line;
    }
}
