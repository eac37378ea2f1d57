using MimeKit;
using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>The searchable properties of a message: learn.microsoft.com/graph/search-query-parameter.</summary>
internal static class KqlRestriction
{
    /// <exception cref="GraphFailure">No such property, or a value that it cannot have.</exception>
    public static Func<WorldMessage, bool> Of(KqlToken token)
    {
        if (token.Comparison == "<>")
        {
            var equal = Of(token with { Comparison = "=" });
            return message => !equal(message);
        }
        // Only times have an order.
        return token.Comparison is "" or ":" or "=" || token.Property is "received" or "sent"
            ? Matching(token)
            : throw Invalid(token);
    }

    private static Func<WorldMessage, bool> Matching(KqlToken token) => token.Property switch
    {
        // "If you specify only a value, the search is carried out on the default properties of from, subject, and body."
        null => Words(token, m => $"{m.Content.From}\n{m.Content.Subject}\n{MessageText.Of(m.Content)}"),
        "from" => Words(token, m => m.Content.From.ToString()),
        "to" => Words(token, m => m.Content.To.ToString()),
        "cc" => Words(token, m => m.Content.Cc.ToString()),
        "bcc" => Words(token, m => m.Content.Bcc.ToString()),
        "recipients" => Words(token, m => $"{m.Content.To}\n{m.Content.Cc}\n{m.Content.Bcc}"),
        "participants" => Words(token, m => $"{m.Content.From}\n{m.Content.To}\n{m.Content.Cc}\n{m.Content.Bcc}"),
        "subject" => Words(token, m => m.Content.Subject ?? ""),
        "body" => Words(token, m => MessageText.Of(m.Content)),
        "attachment" => Words(token, m => string.Join('\n', Attachments.Of(m).Select(Attachments.Name))),
        "hasattachment" or "hasattachments" => Flag(token, m => m.Content.Attachments.Any()),
        "importance" => Importance(token),
        "kind" => _ => string.Equals(token.Text, "email", StringComparison.OrdinalIgnoreCase),
        "received" => Day(token, m => m.ReceivedAt),
        "sent" => Day(token, m => Instant.FromDateTimeOffset(m.Content.Date)),
        _ => throw Invalid(token),
    };

    private static GraphFailure Invalid(KqlToken token) => KqlToken.Invalid($"{token.Property}{token.Comparison}{token.Text}");

    private static Func<WorldMessage, bool> Words(KqlToken token, Func<WorldMessage, string> text)
    {
        var (wanted, asPrefix) = (MailWords.Of(token.Text), !token.IsPhrase && token.Text.EndsWith('*'));
        return message => MailWords.Contain(MailWords.Of(text(message)), wanted, asPrefix);
    }

    private static Func<WorldMessage, bool> Importance(KqlToken token)
    {
        var importance = token.Text.ToLowerInvariant() switch
        {
            "low" => MessageImportance.Low,
            "medium" => MessageImportance.Normal,
            "high" => MessageImportance.High,
            _ => throw Invalid(token),
        };
        return message => message.Content.Importance == importance;
    }

    private static Func<WorldMessage, bool> Flag(KqlToken token, Func<WorldMessage, bool> value) =>
        bool.TryParse(token.Text, out var flag) ? m => value(m) == flag : throw KqlToken.Invalid(token.Text);

    private static Func<WorldMessage, bool> Day(KqlToken token, Func<WorldMessage, Instant> moment)
    {
        if (!LocalDatePattern.Iso.Parse(token.Text).TryGetValue(default, out var day)) throw KqlToken.Invalid(token.Text);
        return message =>
        {
            var order = moment(message).InUtc().Date.CompareTo(day);
            return token.Comparison switch
            {
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                ">=" => order >= 0,
                _ => order == 0,
            };
        };
    }
}
