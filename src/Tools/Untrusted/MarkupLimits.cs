using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>
/// What one document may cost, in tags, depth, steps and memory, checked while it is read and before a tree of it exists: what a parser does
/// for a tag grows with the tags that are open around it, and whoever can send a mail chooses how many these are. There is no clock in it:
/// what is withheld once is always withheld.
/// </summary>
internal sealed class MarkupLimits(CancellationToken cancellationToken)
{
    /// <summary>A long newsletter has some 10,000.</summary>
    private const int MaxTags = 40_000;

    /// <summary>A newsletter has some 40, a long thread of answers some 200.</summary>
    private const int MaxDepth = 250;

    /// <summary>Nodes looked at, each once for every program whose view of the document differs.</summary>
    private const int MaxSteps = 250_000;

    /// <summary>Formatting that is not closed is copied into every block after it, tag by tag.</summary>
    private const long MaxBytes = 48L * 1024 * 1024;
    private const int MaxAttributes = 300;

    /// <summary>Without end tags, or closed by the next of their kind: a row of them is not deep.</summary>
    private static readonly HashSet<string> NeverDeep = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr",
        "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr",
    };

    private readonly long _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    private readonly Dictionary<string, int> _open = new(StringComparer.OrdinalIgnoreCase);
    private int _tags;
    private int _depth;
    private int _steps;

    /// <exception cref="MarkupException">The document is over a limit.</exception>
    public void See(HtmlToken token)
    {
        Check();
        if (token.Type is not (HtmlTokenType.StartTag or HtmlTokenType.EndTag))
            return;
        if (++_tags > MaxTags || (token is HtmlTagToken { Attributes.Count: > MaxAttributes }))
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

    /// <summary>One node is looked at.</summary>
    /// <exception cref="MarkupException">It is one too many.</exception>
    public void Step()
    {
        if (++_steps > MaxSteps)
            throw new MarkupException();
        Check();
    }

    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    private void Check()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore > MaxBytes)
            throw new MarkupException();
    }
}

/// <summary>Markup that is made to be too much: nothing of it is read.</summary>
internal sealed class MarkupException : Exception;
