using System.Diagnostics.CodeAnalysis;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>
/// Reads in one pass what most descriptions and short mails are: a small grammar of well nested tags that can neither hide their text nor move it.
/// What is not certainly of that grammar is read as any <see cref="Page"/> is; what is, gives the very pieces that the page would
/// (<c>SimplePageTests</c> compares them over made markup).
/// </summary>
internal ref struct SimplePage
{
    /// <summary>In characters: a page this short cannot exceed any limit.</summary>
    private const int MaxLength = 16 * 1024;

    private const int MaxDepth = 60;

    private readonly ReadOnlySpan<char> _html;
    private readonly List<PagePiece> _pieces = [];
    private readonly List<Open> _open = [];
    private int _at;
    private int _texts;
    private Part _part = Part.Start;

    private SimplePage(ReadOnlySpan<char> html) => _html = html;

    /// <summary>False where it must be read as a page.</summary>
    public static bool TryRead(ReadOnlySpan<char> html, [NotNullWhen(true)] out IReadOnlyList<PagePiece>? pieces)
    {
        pieces = null;
        if (html.Length > MaxLength)
            return false;
        var page = new SimplePage(html);
        if (!page.Read())
            return false;
        pieces = page._pieces;
        return true;
    }

    private bool Read()
    {
        while (_at < _html.Length)
            if (!(_html[_at] == '<' ? ReadMarkup() : ReadText()))
                return false;
        return _open.Count == 0;
    }

    private readonly bool KeepsLines => _open.Count > 0 && _open[^1].KeepsLines;

    /// <summary>Up to the next tag.</summary>
    private bool ReadText()
    {
        if (!SimpleText.TryRead(_html[_at..], out var text, out var length))
            return false;
        _at += length;
        if (!text.AsSpan().ContainsAnyExcept(" \t\n\f"))
        {
            // A page drops some of the white space outside its body, where it separates nothing.
            if (_part == Part.Body)
                _pieces.Add(new PagePiece(PieceKind.Blank, text, KeepsLines: KeepsLines));
            return true;
        }

        if (!EnterBody())
            return false;
        if (PlainText.IsBlank(text))
            _pieces.Add(new PagePiece(PieceKind.Blank, text, KeepsLines: KeepsLines));
        else
            _pieces.Add(new PagePiece(PieceKind.Text, text, _texts++, KeepsLines));
        return true;
    }

    private bool ReadMarkup()
    {
        var rest = _html[_at..];
        if (rest.StartsWith("<!--", StringComparison.Ordinal))
            return ReadComment(rest);
        if (rest.StartsWith("<!doctype html>", StringComparison.OrdinalIgnoreCase))
        {
            _at += "<!doctype html>".Length;
            return _part == Part.Start;
        }

        if (!SimpleTag.TryRead(rest, out var tag))
            return false;
        _at += tag.Length;
        return tag.IsEnd ? Leave(tag) : Enter(tag);
    }

    /// <summary>Without two hyphens in it, programs agree where it ends.</summary>
    private bool ReadComment(ReadOnlySpan<char> rest)
    {
        var content = rest["<!--".Length..];
        var end = content.IndexOf("--", StringComparison.Ordinal);
        if (end < 0 || end + 2 >= content.Length || content[end + 2] != '>' || content[0] is '>' or '-' || content[..end].Contains('\0'))
            return false;
        _at += "<!--".Length + end + "-->".Length;
        return true;
    }

    private bool Enter(in SimpleTag tag)
    {
        var kind = tag.Kind;
        switch (kind)
        {
            case TagKind.Html:
                return Move(Part.Start, Part.Html) && IsBare(tag);
            case TagKind.Head:
                return _part is Part.Start or Part.Html && IsBare(tag) && MoveTo(Part.Head);
            case TagKind.Body:
                return _part is Part.Start or Part.Html or Part.AfterHead && IsBare(tag) && MoveTo(Part.Body);
            case TagKind.Meta:
                return _part is Part.Head && !tag.HasAddress;
            case TagKind.Style:
                return _part is Part.Head && IsBare(tag) && SkipStyle();
        }

        if (!EnterBody() || _open.Count == MaxDepth || (kind != TagKind.LineBreak && tag.IsClosed) || (kind != TagKind.Link && tag.HasAddress))
            return false;
        switch (kind)
        {
            case TagKind.LineBreak:
                _pieces.Add(new PagePiece(PieceKind.Break));
                return true;
            case TagKind.Link when Has(TagKind.Link) || (tag.HasAddress && tag.Address is null):
                return false;
            case TagKind.Link:
                _pieces.Add(new PagePiece(PieceKind.LinkStart, tag.Address));
                break;
            case TagKind.Inline:
                break;
            default:
                // A block ends an open paragraph, and an item one before it: where programs would close what stands open, this does not guess.
                if (Has(TagKind.Paragraph) || (kind == TagKind.Item && !IsInList()))
                    return false;
                _pieces.Add(new PagePiece(PieceKind.Break));
                if (kind == TagKind.Item)
                    _pieces.Add(new PagePiece(PieceKind.Item));
                break;
        }

        _open.Add(new Open(tag.Name.ToString(), kind, KeepsLines || tag.KeepsLines));
        return true;
    }

    private bool Leave(in SimpleTag tag)
    {
        switch (tag.Kind)
        {
            case TagKind.Html:
                return _open.Count == 0 && _part is Part.Body or Part.AfterBody && MoveTo(Part.AfterHtml);
            case TagKind.Head:
                return Move(Part.Head, Part.AfterHead);
            case TagKind.Body:
                return _open.Count == 0 && Move(Part.Body, Part.AfterBody);
        }

        if (_open.Count == 0 || !tag.Name.Equals(_open[^1].Name, StringComparison.OrdinalIgnoreCase))
            return false;
        _open.RemoveAt(_open.Count - 1);
        if (tag.Kind == TagKind.Link)
            _pieces.Add(new PagePiece(PieceKind.LinkEnd));
        else if (tag.Kind != TagKind.Inline)
            _pieces.Add(new PagePiece(PieceKind.Break));
        return true;
    }

    /// <summary>Text and its tags begin the body, unless it has ended already.</summary>
    private bool EnterBody()
    {
        if (_part is Part.Head or Part.AfterBody or Part.AfterHtml)
            return false;
        _part = Part.Body;
        return true;
    }

    private bool SkipStyle()
    {
        var rest = _html[_at..];
        var end = rest.IndexOf("</style>", StringComparison.OrdinalIgnoreCase);
        if (end < 0 || !SimpleStyle.IsSheetHarmless(rest[..end]))
            return false;
        _at += end + "</style>".Length;
        return true;
    }

    private static bool IsBare(in SimpleTag tag) => tag is { HasAddress: false, IsClosed: false, KeepsLines: false };

    private readonly bool Has(TagKind kind)
    {
        foreach (var open in _open)
            if (open.Kind == kind)
                return true;
        return false;
    }

    /// <summary>Nearer than another item.</summary>
    private readonly bool IsInList()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
            if (_open[i].Kind is TagKind.List or TagKind.Item)
                return _open[i].Kind == TagKind.List;
        return true;
    }

    private bool Move(Part from, Part to) => _part == from && MoveTo(to);

    private bool MoveTo(Part part)
    {
        _part = part;
        return true;
    }

    private readonly record struct Open(string Name, TagKind Kind, bool KeepsLines);

    private enum Part
    {
        Start,
        Html,
        Head,
        AfterHead,
        Body,
        AfterBody,
        AfterHtml,
    }
}
