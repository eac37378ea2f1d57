using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using TokenVaultAgent.Tools.Untrusted.Rendering;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>Text that is declared to be HTML or plain, or not declared at all: then it counts as HTML if it contains an HTML element.</summary>
internal static partial class UnmarkedText
{
    /// <summary>Elements that people write in a description, or a program for them.</summary>
    private static readonly FrozenSet<string> Elements = (
        "a abbr address article aside b base big blockquote body br button caption center cite code col colgroup dd del details dialog div dl dt em fieldset figcaption figure font footer form "
        + "h1 h2 h3 h4 h5 h6 head header hr html html-blob i iframe img input ins kbd label li link main map mark meta nav noscript object ol p pre q s samp script section select small source span "
        + "strike strong style sub summary sup svg table tbody td template textarea tfoot th thead title tr tt u ul var video wbr").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names = Elements.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="isHtml">Null where nobody says.</param>
    public static VisibleText Read(string text, bool? isHtml, int maxLength, CancellationToken cancellationToken)
    {
        if (isHtml is true)
            return HtmlText.FromHtml(text, maxLength, cancellationToken);
        if (isHtml is false || !HasElement(text))
        {
            var plain = PlainText.Block(text, maxLength);
            return new VisibleText(plain.Text, plain.Cut);
        }

        // Line breaks of such a description are shown, and what is no element of HTML stands for itself.
        return HtmlText.FromHtml($"<div style=\"{SimpleTag.KeepLines}\">{WithElementsOnly(text)}</div>", maxLength, cancellationToken);
    }

    /// <summary>A tag as somebody writes one: in <c>a&lt;b and c&gt;d</c> there is none.</summary>
    private static bool HasElement(string text)
    {
        foreach (var tag in Tag().EnumerateMatches(text))
            if (IsElement(text, tag.Index))
                return true;
        return false;
    }

    private static string WithElementsOnly(string text)
    {
        var html = new StringBuilder(text.Length + 64);
        var rest = text.AsSpan();
        for (int at; (at = rest.IndexOf('<')) >= 0; rest = rest[(at + 1)..])
            html.Append(rest[..at]).Append(IsElement(rest, at) || rest[at..].StartsWith("<!--", StringComparison.Ordinal) ? "<" : "&lt;");
        return html.Append(rest).ToString();
    }

    /// <summary>A start or an end tag, by its name.</summary>
    private static bool IsElement(ReadOnlySpan<char> text, int at)
    {
        var start = at + 1 < text.Length && text[at + 1] == '/' ? at + 2 : at + 1;
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
            end++;
        return end < text.Length && (text[end] is '>' or '/' || char.IsWhiteSpace(text[end])) && Names.Contains(text[start..end]);
    }

    [GeneratedRegex("""</?[a-z][a-z0-9-]*(\s+[a-z-]+\s*=\s*("[^"<>]*"|'[^'<>]*'|[^\s<>"']+))*\s*/?>""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
