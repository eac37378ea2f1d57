using System.Text;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>What in a long text is worth a second look before it goes out: where it leads, and where money goes.</summary>
internal static class Noteworthy
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private const int MinAccount = 15;
    private const int MaxAccount = 34;

    private const string Number = @"\d{1,3}(?:[ .,'’\u00A0\u202F]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?";
    private const string Currency = "[€$£¥₹]|(?:EUR|USD|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|BTC|ETH|USDT|euros?|dollars?|pounds?)";

    private static readonly Regex Links = new("""(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>"]+""", Linear);
    private static readonly Regex Amounts = new($@"(?:{Currency})[ \u00A0]?(?:{Number})|(?:{Number})[ \u00A0]?(?:{Currency})", Linear);

    /// <summary>Country and check digits, with which an IBAN begins (ISO 13616).</summary>
    private static readonly Regex AccountStarts = new(@"[A-Z]{2}\d{2}", Linear);

    /// <summary>In order, without overlap: a link goes before an account, an account before an amount.</summary>
    public static IReadOnlyList<NoteworthySpan> In(string text)
    {
        var (found, taken) = (new List<NoteworthySpan>(), new bool[text.Length]);
        foreach (var link in Links.EnumerateMatches(text))
            Add(NoteworthyKind.Link, link.Index, text.AsSpan(link.Index, link.Length).TrimEnd(".,;:!?)]}'").Length);
        foreach (var start in AccountStarts.EnumerateMatches(text))
            Add(NoteworthyKind.BankAccount, start.Index, IsWithinWord(text, start.Index) ? 0 : AccountLength(text.AsSpan(start.Index)));
        foreach (var amount in Amounts.EnumerateMatches(text))
            Add(NoteworthyKind.Amount, amount.Index, IsWithinWord(text, amount.Index) || IsWithinWord(text, amount.Index + amount.Length) ? 0 : amount.Length);
        return [.. found.OrderBy(f => f.Start)];

        void Add(NoteworthyKind kind, int start, int length)
        {
            var span = taken.AsSpan(start, length);
            if (length == 0 || span.Contains(true))
                return;
            span.Fill(true);
            found.Add(new NoteworthySpan(kind, start, start + length, text.Substring(start, length)));
        }
    }

    private static bool IsWithinWord(string text, int at) =>
        at > 0 && at < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at]);

    /// <summary>How long the IBAN is that the text begins with, in groups or not: the longest with right check digits; 0 for none.</summary>
    private static int AccountLength(ReadOnlySpan<char> text)
    {
        var (plain, longest) = (new StringBuilder(), 0);
        for (var i = 0; i < text.Length && plain.Length < MaxAccount; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]))
                plain.Append(char.ToUpperInvariant(text[i]));
            else if (text[i] is not (' ' or '\u00A0') || i + 1 == text.Length || !char.IsAsciiLetterOrDigit(text[i + 1]))
                break;
            if (plain.Length >= MinAccount && HasRightCheckDigits(plain.ToString()) && (i + 1 == text.Length || !char.IsAsciiLetterOrDigit(text[i + 1])))
                longest = i + 1;
        }

        return longest;
    }

    /// <summary>ISO 7064, MOD 97-10.</summary>
    private static bool HasRightCheckDigits(string account)
    {
        var remainder = 0;
        foreach (var character in account[4..] + account[..4])
            remainder = char.IsAsciiDigit(character) ? (remainder * 10 + character - '0') % 97 : (remainder * 100 + character - 'A' + 10) % 97;
        return remainder == 1;
    }
}

/// <param name="End">Exclusive.</param>
internal readonly record struct NoteworthySpan(NoteworthyKind Kind, int Start, int End, string Value);

internal enum NoteworthyKind
{
    BankAccount,
    Link,
    Amount,
}
