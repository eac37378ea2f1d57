using TokenVaultAgent.Tools.Untrusted.Css;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>How the text of an element would look: what it inherits, and what the elements around it do to it.</summary>
internal sealed record Look
{
    /// <summary>Nothing in it is proven to be seen, whatever an element in it says.</summary>
    public bool IsGone { get; init; }

    /// <summary>It may stand elsewhere than the flow of the document puts it.</summary>
    public bool IsMoved { get; init; }

    public bool IsVisible { get; init; } = true;

    /// <summary>Of this element and all around it.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>Null where it is not known.</summary>
    public CssColor? Color { get; init; } = CssColor.Black;

    /// <summary>Null for that of <see cref="Color"/>.</summary>
    public TextFill? Fill { get; init; }

    /// <summary>What is behind the text, with nothing shining through; null where it is not known.</summary>
    public CssColor? Background { get; init; } = CssColor.White;

    /// <summary>Whether an element painted it, and not the window.</summary>
    public bool IsBackgroundPainted { get; init; }

    /// <summary>In CSS pixels, as all lengths here; NaN where it is not known.</summary>
    public double FontSize { get; init; } = 16;

    /// <summary>A number of lines' own heights, or of pixels.</summary>
    public LineHeight LineHeight { get; init; } = new(1.2, IsFactor: true);

    public double LetterSpacing { get; init; }

    public double WordSpacing { get; init; }

    public double TextIndent { get; init; }

    /// <summary>Of the block that the text is in: elements within its lines have no first line of their own.</summary>
    public double BlockIndent { get; init; }

    public bool KeepsLines { get; init; }

    public bool IsNoWrap { get; init; }

    /// <summary>What it was laid out as: <c>block</c>, <c>inline</c>, <c>table-cell</c>…</summary>
    public string Display { get; init; } = "block";

    /// <summary>The least width that it can have.</summary>
    public double Width { get; init; } = CssMedia.Pane;

    /// <summary>Whether columns of a table around it are as wide as they say, and cut what is wider.</summary>
    public bool HasFixedColumns { get; init; }

    /// <summary>The nearest box around it that holds so much and no more.</summary>
    public Box? Box { get; init; }

    public double LinePixels => LineHeight.IsFactor ? LineHeight.Value * FontSize : LineHeight.Value;
}

/// <param name="Color">Null where it is not known.</param>
internal sealed record TextFill(CssColor? Color);

internal readonly record struct LineHeight(double Value, bool IsFactor);

/// <summary>A box of a height that its content does not change: lines beyond it are cut off, or lie where what comes after it stands.</summary>
internal sealed class Box(double height, double width, bool isCut, bool isOneLine, Box? around)
{
    /// <summary>As a part of a line: letters may overlap their line box a little.</summary>
    private const double Slack = 0.4;

    private double _used;
    private double _line;
    private double _lineHeight;

    private bool _hasOverflown;

    /// <summary>Whether text has flowed out of it, or of one around, that does not cut it off.</summary>
    public bool HasOverflown => _hasOverflown || Around?.HasOverflown is true;

    /// <summary>Whether this much more text can be seen here and in every box around.</summary>
    public bool Shows(double textWidth, double lineHeight, double availableWidth)
    {
        for (var box = this; box is not null; box = box.Around)
            if (!box.ShowsItself(textWidth, lineHeight, availableWidth))
                return false;
        return true;
    }

    /// <summary>The next text begins on a line of its own.</summary>
    public void Break()
    {
        for (var box = this; box is not null; box = box.Around)
            (box._used, box._line) = (box._used + (Math.Ceiling(box._line) * box._lineHeight), 0);
    }

    private Box? Around { get; } = around;

    private bool ShowsItself(double textWidth, double lineHeight, double availableWidth)
    {
        _lineHeight = Math.Max(_lineHeight, lineHeight);
        _line += textWidth / Math.Max(1, Math.Min(width, availableWidth));
        // Once over, it stays over: what comes after is further down.
        if (isOneLine ? _line <= 1 : _used + (Math.Ceiling(_line) * lineHeight) <= height + (Slack * lineHeight))
            return true;
        _hasOverflown |= !isCut;
        return !isCut;
    }
}
