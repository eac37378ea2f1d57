using System.Text;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>Whether text that looks so can be read.</summary>
internal static class TextJudge
{
    /// <summary>In CSS pixels. Small print has 8 or more.</summary>
    private const double LeastFont = 5;
    private const double MostFont = 300;
    private const double LeastLine = 0.5;
    private const double MostIndent = 300;

    /// <summary>A light grey on white has 1.6 (#ccc); below this, text and background are the same to the eye.</summary>
    private const double LeastContrast = 1.5;
    private const double LeastAlpha = 0.3;
    private const double NarrowLetter = 0.55;
    private const int FirstWide = 0x1100;

    public static bool IsSeen(string text, Look look, bool isDark) =>
        !look.IsGone && look.IsVisible
        && look.FontSize is >= LeastFont and <= MostFont
        && look.LinePixels >= look.FontSize * LeastLine
        && Math.Abs(look.BlockIndent) <= MostIndent && look.BlockIndent >= -look.FontSize * 2
        && look.LetterSpacing >= -look.FontSize * 0.2 && look.LetterSpacing <= look.FontSize * 4
        && look.WordSpacing >= -look.FontSize * 0.3 && look.WordSpacing <= look.FontSize * 10
        && IsInked(look, isDark)
        && (look.Box is not { } box || box.Shows(Width(text, look), look.LinePixels, look.Width));

    private static bool IsInked(Look look, bool isDark)
    {
        if ((look.Fill is { } fill ? fill.Color : look.Color) is not { } color)
            return false;
        var ink = color with { Alpha = color.Alpha * look.Opacity };
        // The background of a dark window is up to the program.
        if (isDark && !look.IsBackgroundPainted)
            return ink.Alpha >= LeastAlpha;
        return look.Background is { } paper && ink.Over(paper).ContrastWith(paper) >= LeastContrast;
    }

    private static double Width(string text, Look look)
    {
        var letters = 0.0;
        foreach (var rune in text.EnumerateRunes())
            letters += Rune.IsWhiteSpace(rune) ? NarrowLetter / 2 : rune.Value >= FirstWide ? 1 : NarrowLetter;
        return (letters * look.FontSize) + (text.Length * Math.Max(0, look.LetterSpacing));
    }
}
