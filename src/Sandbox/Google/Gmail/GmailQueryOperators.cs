using System.Globalization;
using MimeKit;
using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>What a single term of a search means.</summary>
internal sealed class GmailQueryOperators(Instant now)
{
    private static readonly LocalDatePattern[] Dates =
    [
        LocalDatePattern.CreateWithInvariantCulture("uuuu/M/d"), LocalDatePattern.CreateWithInvariantCulture("uuuu-M-d"),
        LocalDatePattern.CreateWithInvariantCulture("M/d/uuuu"),
    ];

    public bool LookIntoSpamAndTrash { get; private set; }

    public Func<WorldMessage, bool> Predicate(string term)
    {
        var colon = term.StartsWith('"') ? -1 : term.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return Text(term);
        var value = term[(colon + 1)..];
        return Operator(term[..colon].ToLowerInvariant(), value.Trim('"'), value) ?? Text(term);
    }

    private Func<WorldMessage, bool>? Operator(string name, string value, string quoted) => name switch
    {
        "from" => Words(quoted, m => m.Content.From.ToString()),
        "to" => Words(quoted, m => m.Content.To.ToString()),
        "cc" => Words(quoted, m => m.Content.Cc.ToString()),
        "bcc" => Words(quoted, m => m.Content.Bcc.ToString()),
        "subject" => Words(quoted, m => m.Content.Subject),
        "filename" => FileName(value),
        "rfc822msgid" => m => m.Content.MessageId == value.Trim('<', '>'),
        "in" or "label" => In(value),
        "is" => Is(value),
        "has" => value == "attachment" ? m => m.Content.Attachments.Any() : null,
        "after" or "newer" => Moment(value) is { } from ? m => m.ReceivedAt >= from : null,
        "before" or "older" => Moment(value) is { } until ? m => m.ReceivedAt < until : null,
        "newer_than" => Age(value) is { } since ? m => m.ReceivedAt >= since : null,
        "older_than" => Age(value) is { } before ? m => m.ReceivedAt < before : null,
        _ => null,
    };

    private Func<WorldMessage, bool>? In(string value)
    {
        value = value.ToLowerInvariant();
        if (value is "anywhere" or "spam" or "trash") LookIntoSpamAndTrash = true;
        var label = value is "draft" or "drafts" ? "DRAFT" : value.ToUpperInvariant();
        return value switch
        {
            "anywhere" => _ => true,
            "archive" => m => m.Folder == MailFolder.Archive,
            _ => m => GmailLabels.Of(m).Contains(label),
        };
    }

    private static Func<WorldMessage, bool>? Is(string value) => value.ToLowerInvariant() switch
    {
        "unread" => m => GmailLabels.Of(m).Contains("UNREAD"),
        "read" => m => !GmailLabels.Of(m).Contains("UNREAD"),
        "starred" => m => m.IsFlagged,
        _ => null,
    };

    // "All dates used in the search query are interpreted as midnight on that date in the PST timezone"; seconds are exact
    // (developers.google.com/workspace/gmail/api/guides/filtering).
    private static Instant? Moment(string value)
    {
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 9999 and < 253_402_300_800)
            return Instant.FromUnixTimeSeconds(seconds);
        foreach (var pattern in Dates)
            if (pattern.Parse(value) is { Success: true, Value: var date })
                return EventTime.Zone("America/Los_Angeles").AtStartOfDay(date).ToInstant();
        return null;
    }

    private Instant? Age(string value)
    {
        if (value.Length < 2) return null;
        if (!int.TryParse(value[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 10_000) return null;
        return char.ToLowerInvariant(value[^1]) switch
        {
            'h' => now - Duration.FromHours(count),
            'd' => now - Duration.FromDays(count),
            'm' => now - Duration.FromDays(30 * count),
            'y' => now - Duration.FromDays(365 * count),
            _ => null,
        };
    }

    private static Func<WorldMessage, bool> Text(string term)
    {
        var words = MailWords.Of(term);
        return message =>
        {
            var content = message.Content;
            var text = $"{content.Subject}\n{content.From}\n{content.To}\n{content.Cc}\n{MessageText.Of(content)}";
            return MailWords.Contain(MailWords.Of(text), words);
        };
    }

    private static Func<WorldMessage, bool> FileName(string value) => message => message.Content.Attachments
        .OfType<MimePart>()
        .Any(a => a.FileName?.Contains(value, StringComparison.OrdinalIgnoreCase) == true);

    // A value in brackets is several words, all of which must occur; in quotes they must follow each other.
    private static Func<WorldMessage, bool> Words(string value, Func<WorldMessage, string?> field)
    {
        var terms = value.StartsWith('(') ? value.Trim('(', ')').Split(' ', StringSplitOptions.RemoveEmptyEntries) : [value];
        var wanted = terms.Select(MailWords.Of).ToList();
        return message =>
        {
            var words = MailWords.Of(field(message) ?? "");
            return wanted.All(w => MailWords.Contain(words, w));
        };
    }
}
