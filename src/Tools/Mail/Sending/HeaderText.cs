using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>
/// A subject or a recipient's name. What stands in a header is decoded by whoever reads it (RFC 2047), so that text which looks encoded would
/// be read as something else than its user was shown.
/// </summary>
internal static partial class HeaderText
{
    /// <summary>Decoders drop it at the beginning of a text.</summary>
    public const char ByteOrderMark = '\uFEFF';

    /// <summary>False for one that is read otherwise than it is written: of several lines, with half a character, or with an encoded word in it.</summary>
    public static bool IsReadAsWritten(string text) =>
        !text.Any(char.IsControl) && IsWellFormed(text) && !text.Contains(ByteOrderMark, StringComparison.Ordinal) && !EncodedWord().IsMatch(text);

    /// <summary>False where half a surrogate pair stands in it, which no encoding can carry.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
                return false;
            rest = rest[length..];
        }

        return true;
    }

    /// <summary>The beginning is enough: some decoders take a word that never ends, and words with spaces in them.</summary>
    [GeneratedRegex(@"=\?[^?]*\?[bq]\?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EncodedWord();
}
