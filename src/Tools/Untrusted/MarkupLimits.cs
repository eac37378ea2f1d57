using System.Diagnostics;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>
/// What one document may cost, checked while it is parsed: what a parser does for a tag grows with the tags that are open around it, and
/// whoever can send a mail chooses how many these are.
/// </summary>
internal sealed class MarkupLimits(CancellationToken cancellationToken)
{
    /// <summary>A long newsletter has some 10,000.</summary>
    private const int MaxTags = 40_000;

    /// <summary>A newsletter has some 40, a long thread of answers some 200.</summary>
    public const int MaxDepth = 250;

    /// <summary>By the clock, so also while the machine is busy with something else; what the counts allow takes a small part of it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Without end tags, or closed by the next of their kind: a row of them is not deep.</summary>
    private static readonly HashSet<string> NeverDeep = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr",
        "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr",
    };

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, int> _open = new(StringComparer.OrdinalIgnoreCase);
    private int _tags;
    private int _depth;

    /// <exception cref="MarkupException">The document is over a limit.</exception>
    public void See(HtmlToken token)
    {
        Check();
        if (token.Type is not (HtmlTokenType.StartTag or HtmlTokenType.EndTag))
            return;
        if (++_tags > MaxTags)
            throw new MarkupException();
        if (NeverDeep.Contains(token.Name))
            return;
        var open = _open.GetValueOrDefault(token.Name);
        // An end tag of what is not open closes nothing.
        var change = token.Type == HtmlTokenType.StartTag ? 1 : open > 0 ? -1 : 0;
        _open[token.Name] = open + change;
        if ((_depth += change) > MaxDepth)
            throw new MarkupException();
    }

    /// <exception cref="MarkupException">It takes too long.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public void Check()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(_started) > Longest)
            throw new MarkupException();
    }
}

/// <summary>Markup that is made to be too much: nothing of it is read.</summary>
internal sealed class MarkupException : Exception;
