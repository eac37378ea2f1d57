using AngleSharp.Dom;
using TokenVaultAgent.Tools.Untrusted.Css;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>
/// Goes once over a document, as one program shows it: lists what it is made of, and which of its texts are seen. Without recursion: markup can
/// be nested deeper than a stack; nor by siblings, each of which is looked for among all.
/// </summary>
internal sealed class PageWalk(LookReader reader, CssMatcher matcher, RuleUse[] rules, MarkupLimits limits, bool isDark)
{
    private readonly List<PagePiece> _pieces = [];
    private readonly List<bool> _unseen = [];
    private readonly Stack<Frame> _open = new();
    private readonly List<CssRule> _matched = [];
    private bool _hasOverflown;

    public IReadOnlyList<PagePiece> Pieces => _pieces;

    /// <summary>For each text whether it is not seen.</summary>
    public IReadOnlyList<bool> Unseen => _unseen;

    /// <summary>Whether something was met that can lie on text elsewhere in the document.</summary>
    public bool MayCover { get; private set; }

    public void Over(IDocument document)
    {
        _open.Push(new Frame(document, new Look(), matcher.Root, document.ChildElementCount));
        while (_open.TryPeek(out var at))
        {
            if (at.Next == at.Node.ChildNodes.Length)
            {
                _open.Pop();
                if (at.Node is IElement left)
                    Leave(left, at.Look);
                continue;
            }

            var node = at.Node.ChildNodes[at.Next++];
            limits.Step();
            if (node is IText text)
                Read(text.Data, at.Look);
            else if (node is IElement element)
                Enter(element, at);
        }
    }

    private void Read(string text, Look look)
    {
        if (PlainText.IsBlank(text))
        {
            if (!look.IsGone)
                _pieces.Add(new PagePiece(PieceKind.Blank, text, KeepsLines: look.KeepsLines));
            return;
        }

        _pieces.Add(new PagePiece(PieceKind.Text, text, _unseen.Count, look.KeepsLines));
        _unseen.Add(!TextJudge.IsSeen(text, look, isDark));
        _hasOverflown |= look.Box?.HasOverflown is true;
    }

    private void Enter(IElement element, Frame parent)
    {
        _matched.Clear();
        var place = matcher.Match(element, parent.Elements++, parent.Siblings, parent.Place, _matched);
        if (BrowserStyles.IsUnrendered(element.LocalName))
            return;
        var hides = _matched.Exists(rule => rules[rule.Order] == RuleUse.Hides);
        _matched.RemoveAll(rule => rules[rule.Order] != RuleUse.Applies);
        var isHidden = hides || BrowserStyles.IsHidden(element);
        var look = parent.Look.IsGone || isHidden
            ? parent.Look with { IsGone = true, IsMoved = parent.Look.IsMoved && !isHidden }
            : reader.Read(element, parent.Look, _matched, parent.Siblings);
        MayCover |= (look.IsMoved || (_hasOverflown && !look.IsGone && reader.IsPaintedLate(look))) && reader.Paints(element, _matched);
        _open.Push(new Frame(element, look, place, element.ChildElementCount));
        if (look.IsGone)
            return;
        if (element.LocalName == "br" || IsOnOwnLines(look))
            Break(look);
        if (look.Display == "list-item" || element.LocalName == "li")
            _pieces.Add(new PagePiece(PieceKind.Item));
        if (element.LocalName == "a")
            _pieces.Add(new PagePiece(PieceKind.LinkStart, element.GetAttribute("href")));
    }

    private void Leave(IElement element, Look look)
    {
        if (look.IsGone)
            return;
        if (element.LocalName == "a")
            _pieces.Add(new PagePiece(PieceKind.LinkEnd));
        if (look.Display == "table-cell")
            _pieces.Add(new PagePiece(PieceKind.Blank, " "));
        if (IsOnOwnLines(look))
            Break(look);
    }

    private void Break(Look look)
    {
        _pieces.Add(new PagePiece(PieceKind.Break));
        look.Box?.Break();
    }

    private static bool IsOnOwnLines(Look look) => look.Display is "block" or "list-item" or "flow-root" or "flex" or "grid" or "table" or "table-row" or "table-caption" or "-webkit-box" or "-webkit-flex" or "-ms-flexbox";

    private sealed class Frame(INode node, Look look, CssPlace place, int siblings)
    {
        public INode Node => node;

        public Look Look => look;

        public CssPlace Place => place;

        /// <summary>Elements among the node's children.</summary>
        public int Siblings => siblings;

        /// <summary>Children looked at, and the elements among them.</summary>
        public int Next { get; set; }

        public int Elements { get; set; }
    }
}

/// <param name="Text">Of a text, a blank or the address of a link.</param>
/// <param name="Number">Of a text, among all.</param>
internal readonly record struct PagePiece(PieceKind Kind, string? Text = null, int Number = 0, bool KeepsLines = false);

internal enum PieceKind
{
    Text,
    Blank,
    Break,
    Item,
    LinkStart,
    LinkEnd,
}
