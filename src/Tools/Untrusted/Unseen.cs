using System.Globalization;
using System.Text;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>Characters that change nothing, or nothing but the room they take, to the eye.</summary>
internal static class Unseen
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int FirstIgnorable = 0x00AD;
    private const int EmojiPresentation = 0xFE0F;
    private const int Keycap = 0x20E3;

    /// <summary>
    /// Other_Default_Ignorable_Code_Point and Variation_Selector of Unicode's PropList, in order; with the formats, which have a category, they
    /// make Default_Ignorable_Code_Point (UAX #44, DerivedCoreProperties).
    /// </summary>
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8),
        (0xE0000, 0xE0FFF),
    ];

    /// <summary>Formats that are seen: those before a number, of interlinear notes, and of hieroglyphs.</summary>
    private static readonly (int First, int Last)[] SeenFormats =
        [(0x0600, 0x0605), (0x06DD, 0x06DD), (0x070F, 0x070F), (0x0890, 0x0891), (0x08E2, 0x08E2), (0xFFF9, 0xFFFB), (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F)];

    /// <summary>Of no property, and yet blank: Braille, a musical sign, the fillers of Khitan and of hieroglyphs, and what stands for an object.</summary>
    private static readonly (int First, int Last)[] Empty = [(0x2800, 0x2800), (0x1D159, 0x1D159), (0x16FE4, 0x16FE4), (0x13441, 0x13446), (0xFFFC, 0xFFFC)];

    /// <summary>Scripts whose letters change their shape by a joiner, a non-joiner or a selector among them: Arabic to Sinhala, Myanmar, Khmer, Mongolian.</summary>
    private static readonly (int First, int Last)[] Shaped = [(0x0600, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0x1900, 0x1CFF), (0xA840, 0xABFF), (0x10A00, 0x11FFF)];

    public static bool IsIgnorable(Rune rune) => rune.Value >= FirstIgnorable
        && (IsIn(rune, Ignorable) || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && !IsIn(rune, SeenFormats)));

    /// <summary>A space of any width, and the tab.</summary>
    public static bool IsSpace(Rune rune) => rune.Value == '\t' || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    /// <summary>Blank: a line that holds nothing else looks empty.</summary>
    public static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || IsIgnorable(rune) || IsIn(rune, Empty);

    /// <summary>Stands above, below or around the letter before it.</summary>
    public static bool IsMark(Rune rune) => !IsIgnorable(rune)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <param name="previous">The one before it; the default where there is none, as for <paramref name="next"/>.</param>
    public static bool IsSeen(Rune rune, Rune previous, Rune next) => rune.Value switch
    {
        '\n' or '\t' => true,
        ZeroWidthJoiner => IsOfEmoji(previous) && IsEmoji(next),
        EmojiPresentation => IsEmoji(previous) || (next.Value == Keycap && previous.Value is '#' or '*' or (>= '0' and <= '9')),
        _ => !IsIgnorable(rune) && !IsIn(rune, Empty) && Rune.GetUnicodeCategory(rune) is not
            (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned),
    };

    /// <summary>
    /// Whether whoever reads it sees that it is there, if only by the shape of the letters beside it. Unlike <see cref="IsSeen"/>, this takes what
    /// no font may have, and the joiners of a language.
    /// </summary>
    /// <param name="previous">The one before it that is read; the default where there is none, as for <paramref name="next"/>.</param>
    public static bool IsRead(Rune rune, Rune previous, Rune next) => rune.Value switch
    {
        < FirstIgnorable => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control,
        ZeroWidthNonJoiner => IsShaped(previous) && IsShaped(next),
        ZeroWidthJoiner => IsSeen(rune, previous, next) || IsShaped(previous),
        >= 0x180B and <= 0x180F => previous.Value is >= 0x1820 and <= 0x18AA,
        EmojiPresentation => IsSeen(rune, previous, next),
        _ => !IsIgnorable(rune) && !IsIn(rune, Empty),
    };

    private static bool IsShaped(Rune rune) => IsIn(rune, Shaped) && !IsIgnorable(rune);

    private static bool IsOfEmoji(Rune rune) => rune.Value == EmojiPresentation || IsEmoji(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.ModifierSymbol;

    /// <summary>Pictures, and the few signs of other kinds that have a coloured form (emoji-variation-sequences).</summary>
    private static bool IsEmoji(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol
        || rune.Value is 0x203C or 0x2049 or 0x2139 or 0x3030 or 0x303D or 0x2194 or 0x25B6 or 0x25C0 or 0x25FD or 0x25FE or 0x27A1 or (>= 0x2B05 and <= 0x2B07) or 0x2934 or 0x2935 or 0x2640 or 0x2642;

    private static bool IsIn(Rune rune, (int First, int Last)[] ranges)
    {
        foreach (var (first, last) in ranges)
            if (rune.Value >= first && rune.Value <= last)
                return true;
        return false;
    }
}
