using System.Buffers.Text;
using System.Text;
using ContentType = MimeKit.ContentType;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>Decodes the bytes of a text part, whose header is not always right about the encoding.</summary>
internal static class MailCharset
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Code pages that .NET knows only on request: GBK, Big5, Shift_JIS, EUC, ISO-2022-JP, KOI8, Windows.</summary>
    static MailCharset() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>As UTF-8 where the bytes are valid UTF-8, else as the header says.</summary>
    /// <param name="base64Url">As Gmail writes it, with padding or without.</param>
    /// <returns>Null where the bytes cannot be had.</returns>
    public static string? Decode(string base64Url, string? contentType)
    {
        if (!Base64Url.IsValid(base64Url))
            return null;
        var bytes = Base64Url.DecodeFromChars(base64Url);
        var charset = contentType is not null && ContentType.TryParse(contentType, out var type) ? type.Charset?.Trim().ToLowerInvariant() : null;
        var named = Named(charset);
        if (named is not null && IsShiftedIn(bytes, charset!))
            return named.GetString(bytes);
        // Some programs say nothing of it.
        if (charset is null && bytes.AsSpan().IndexOf("\u001B$B"u8) >= 0)
            return Encoding.GetEncoding("iso-2022-jp").GetString(bytes);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return (named is null or UTF8Encoding ? Encoding.GetEncoding(1252) : named).GetString(bytes);
        }
    }

    private static Encoding? Named(string? charset)
    {
        if (string.IsNullOrEmpty(charset) || charset is "utf-7" or "utf7")
            return null;
        try
        {
            return Encoding.GetEncoding(charset switch { "gb2312" or "x-gbk" => "gbk", "ks_c_5601-1987" => "euc-kr", "x-sjis" or "windows-31j" or "cp932" => "shift_jis", "iso-8859-1" or "latin1" or "us-ascii" => "windows-1252", _ => charset });
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Encodings whose bytes are also valid ASCII, and so UTF-8: recognized by sequences that no text contains.</summary>
    private static bool IsShiftedIn(byte[] bytes, string charset) =>
        charset.StartsWith("iso-2022-", StringComparison.Ordinal) ? bytes.AsSpan().Contains((byte)0x1B)
        : charset.StartsWith("hz-", StringComparison.Ordinal) ? bytes.AsSpan().IndexOf("~{"u8) >= 0
        : (charset.StartsWith("utf-16", StringComparison.Ordinal) || charset.StartsWith("utf-32", StringComparison.Ordinal)) && bytes.AsSpan().Contains((byte)0);
}
