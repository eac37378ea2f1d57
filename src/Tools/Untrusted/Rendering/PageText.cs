using System.Collections;
using System.Text;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>Writes what is seen of a page as lines of plain text.</summary>
internal static class PageText
{
    /// <param name="unseen">The texts to leave out, by number; null for none.</param>
    /// <returns>The text, and how many were left out.</returns>
    public static (string Text, int Hidden) Write(IEnumerable<PagePiece> pieces, BitArray? unseen)
    {
        var lines = new LineWriter();
        var hidden = 0;
        var isItem = false;
        string? address = null;
        var shown = new StringBuilder();
        foreach (var piece in pieces)
        {
            switch (piece.Kind)
            {
                case PieceKind.Text when unseen is not null && unseen[piece.Number]:
                    hidden++;
                    break;
                case PieceKind.Text or PieceKind.Blank:
                    if (isItem && piece.Kind == PieceKind.Text)
                    {
                        lines.Write("- ");
                        isItem = false;
                    }

                    lines.Write(piece.Text, piece.KeepsLines);
                    if (address is not null && piece.Kind == PieceKind.Text && shown.Length <= address.Length)
                        shown.Append(piece.Text);
                    break;
                case PieceKind.Break:
                    lines.Break();
                    break;
                case PieceKind.Item:
                    isItem = true;
                    break;
                case PieceKind.LinkStart:
                    address = Address(piece.Text);
                    shown.Clear();
                    break;
                case PieceKind.LinkEnd:
                    // An address is words as well: it is told where its link shows something, and not what it shows already.
                    if (address is not null && shown.Length > 0 && !shown.ToString().Contains(address, StringComparison.OrdinalIgnoreCase))
                        lines.Write($" <{address}>");
                    address = null;
                    break;
            }
        }

        return (lines.ToString(), hidden);
    }

    private static string? Address(string? href) =>
        href is not null && Uri.TryCreate(href.Trim(), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) ? href.Trim() : null;
}
