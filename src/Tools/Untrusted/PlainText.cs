using System.Buffers;
using System.Globalization;
using System.Text;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>Someone else's words, made safe to lay out: without characters that a reader cannot see, and cut to a length.</summary>
/// <param name="Text">Never longer than was asked for.</param>
/// <param name="Cut">Whether there was more.</param>
internal readonly record struct PlainText(string Text, bool Cut)
{
    /// <summary>What most words are made of: each is seen, whatever stands beside it.</summary>
    private const string PlainChars =
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ";

    private static readonly SearchValues<char> Plain = SearchValues.Create(PlainChars);

    private static readonly SearchValues<char> PlainLines = SearchValues.Create("\n\t" + PlainChars);

    /// <summary>Keeps line breaks and tabs.</summary>
    public static PlainText Block(string text, int maxLength) => CutTo(Visible(text, keepLines: true).Trim(), maxLength);

    /// <summary>One line, for titles, names and places. Null where nothing visible is left.</summary>
    public static string? Line(string? text, int maxLength)
    {
        var line = text is null ? "" : CutTo(Visible(text, keepLines: false).Trim(), maxLength).Text;
        return line.Length == 0 ? null : line;
    }

    /// <summary>Whether nothing in it can be seen.</summary>
    public static bool IsBlank(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (!Unseen.IsBlank(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control)
                return false;
        return true;
    }

    private static PlainText CutTo(string text, int maxLength)
    {
        if (text.Length <= maxLength)
            return new PlainText(text, Cut: false);
        var end = maxLength > 0 && char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return new PlainText(text[..end], Cut: true);
    }

    private static string Visible(string text, bool keepLines)
    {
        if (!text.AsSpan().ContainsAnyExcept(keepLines ? PlainLines : Plain))
            return text;
        var visible = new StringBuilder(text.Length);
        var previous = default(Rune);
        for (var at = 0; at < text.Length;)
        {
            var rune = At(text, at);
            at += rune.Utf16SequenceLength;
            if (rune.Value is '\n' or '\t' or '\r')
                visible.Append(!keepLines ? " " : rune.Value == '\r' ? "" : ((char)rune.Value).ToString());
            else if (Unseen.IsRead(rune, previous, at < text.Length ? At(text, at) : default))
                visible.Append(rune);
            else
                continue;
            previous = rune;
        }

        return visible.ToString();
    }

    /// <summary>Half a character is the one that stands for what is none.</summary>
    private static Rune At(string text, int index) => Rune.TryGetRuneAt(text, index, out var rune) ? rune : Rune.ReplacementChar;
}
