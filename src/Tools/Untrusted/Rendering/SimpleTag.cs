using System.Buffers;
using System.Collections.Frozen;

namespace TokenVaultAgent.Tools.Untrusted.Rendering;

/// <summary>A tag of a <see cref="SimplePage"/>, with attributes only that change nothing of how its text is seen.</summary>
internal readonly ref struct SimpleTag
{
    /// <summary>How a block keeps the line breaks of its text; what is added around a description says so too.</summary>
    public const string KeepLines = "white-space:pre-line";

    /// <summary>By name; any other tag is not simple.</summary>
    private static readonly FrozenDictionary<string, TagKind> Kinds = new Dictionary<string, TagKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["html"] = TagKind.Html,
        ["head"] = TagKind.Head,
        ["body"] = TagKind.Body,
        ["meta"] = TagKind.Meta,
        ["style"] = TagKind.Style,
        ["br"] = TagKind.LineBreak,
        ["p"] = TagKind.Paragraph,
        ["div"] = TagKind.Block,
        ["blockquote"] = TagKind.Block,
        ["ul"] = TagKind.List,
        ["ol"] = TagKind.List,
        ["li"] = TagKind.Item,
        ["a"] = TagKind.Link,
        ["span"] = TagKind.Inline,
        ["b"] = TagKind.Inline,
        ["i"] = TagKind.Inline,
        ["u"] = TagKind.Inline,
        ["em"] = TagKind.Inline,
        ["strong"] = TagKind.Inline,
        ["font"] = TagKind.Inline,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, TagKind>.AlternateLookup<ReadOnlySpan<char>> KindOf = Kinds.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>As long as no rule of a style sheet does anything, classes and the like do not either.</summary>
    private static readonly FrozenSet<string> Attributes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "class", "id", "dir", "lang", "target", "rel", "title", "name", "content", "http-equiv", "charset", "type", "face", "align");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AttributeOf = Attributes.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> Names = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private static readonly SearchValues<char> NeverInValue = SearchValues.Create("\0\r<`");

    public ReadOnlySpan<char> Name { get; private init; }

    public TagKind Kind { get; private init; }

    /// <summary>In characters of markup.</summary>
    public int Length { get; private init; }

    public bool IsEnd { get; private init; }

    /// <summary>By a slash.</summary>
    public bool IsClosed { get; private init; }

    public bool HasAddress { get; private init; }

    /// <summary>Of a link; null where it is written in a way that programs read apart.</summary>
    public string? Address { get; private init; }

    /// <summary>Whether line breaks of its text are shown.</summary>
    public bool KeepsLines { get; private init; }

    /// <param name="html">From the tag on.</param>
    public static bool TryRead(ReadOnlySpan<char> html, out SimpleTag tag)
    {
        tag = default;
        var isEnd = html.Length > 1 && html[1] == '/';
        var start = isEnd ? 2 : 1;
        var name = NameAt(html, start);
        if (!KindOf.TryGetValue(name, out var kind))
            return false;
        var at = start + name.Length;
        var (hasAddress, keepsLines, isStyled) = (false, false, false);
        string? address = null;
        while (true)
        {
            var afterBlank = SkipBlank(html, at);
            if (afterBlank == html.Length)
                return false;
            if (html[afterBlank] == '>' || (html[afterBlank] == '/' && afterBlank + 1 < html.Length && html[afterBlank + 1] == '>'))
            {
                var isClosed = html[afterBlank] == '/';
                tag = new SimpleTag
                {
                    Name = name,
                    Kind = kind,
                    Length = afterBlank + (isClosed ? 2 : 1),
                    IsEnd = isEnd,
                    IsClosed = isClosed,
                    HasAddress = hasAddress,
                    Address = address,
                    KeepsLines = keepsLines,
                };
                return !isEnd || !isClosed;
            }

            if (isEnd || afterBlank == at)
                return false;
            at = afterBlank;
            var attribute = NameAt(html, at);
            at += attribute.Length;
            if (attribute.Length == 0 || at == html.Length || html[at] != '=' || !TryValue(html[(at + 1)..], out var value, out var length))
                return false;
            at += 1 + length;
            if (attribute.Equals("href", StringComparison.OrdinalIgnoreCase))
            {
                if (hasAddress)
                    return false;
                (hasAddress, address) = (true, DecodeAddress(value));
            }
            else if (attribute.Equals("style", StringComparison.OrdinalIgnoreCase))
            {
                if (isStyled)
                    return false;
                isStyled = true;
                keepsLines = value.SequenceEqual(KeepLines);
                // A sheet is not shown anyway, and Outlook says so.
                var isHiddenSheet = kind == TagKind.Style && value is "display:none" or "display:none;";
                if (!keepsLines && !isHiddenSheet && !SimpleStyle.AreHarmless(value))
                    return false;
            }
            else if (!AttributeOf.Contains(attribute) && !(name.Equals("font", StringComparison.OrdinalIgnoreCase) && attribute.Equals("size", StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }
        }
    }

    private static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> html, int start)
    {
        var rest = html[start..];
        var end = rest.IndexOfAnyExcept(Names);
        return end < 0 ? rest : rest[..end];
    }

    private static int SkipBlank(ReadOnlySpan<char> html, int at)
    {
        while (at < html.Length && html[at] is ' ' or '\n' or '\r' or '\t')
            at++;
        return at;
    }

    /// <summary>In quotes, or of a few characters that need none.</summary>
    private static bool TryValue(ReadOnlySpan<char> html, out ReadOnlySpan<char> value, out int length)
    {
        value = default;
        length = 0;
        if (html.Length == 0)
            return false;
        if (html[0] is not ('"' or '\''))
        {
            value = NameAt(html, 0);
            length = value.Length;
            return length > 0;
        }

        var end = html[1..].IndexOf(html[0]);
        if (end < 0)
            return false;
        value = html[1..(end + 1)];
        length = end + 2;
        return !value.ContainsAny(NeverInValue);
    }

    private static string? DecodeAddress(ReadOnlySpan<char> value)
    {
        var text = value.ToString();
        var decoded = text.Replace("&amp;", "&", StringComparison.Ordinal);
        // Any other reference may be one, or not.
        return text.AsSpan().Count('&') == (text.Length - decoded.Length) / "amp;".Length ? decoded : null;
    }
}

/// <summary>Tags that mean the same wherever they stand.</summary>
internal enum TagKind
{
    Html,
    Head,
    Body,
    Meta,
    Style,
    LineBreak,
    Paragraph,
    Block,
    List,
    Item,
    Link,
    Inline,
}
