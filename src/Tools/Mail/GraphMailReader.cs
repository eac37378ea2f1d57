using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Graph.Models;
using MimeKit;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>Graph's message resource, read and written (learn.microsoft.com/graph/api/resources/message).</summary>
internal static partial class GraphMailReader
{
    /// <returns>Null for what is no message: it has no id.</returns>
    public static MailMessage? Read(GraphMessage message) => message.Id is not { Length: > 0 } id ? null : new MailMessage
    {
        Id = id,
        ThreadId = message.ConversationId,
        From = Text(message.From),
        To = Texts(message.ToRecipients),
        Cc = Texts(message.CcRecipients),
        Subject = message.Subject,
        ReceivedAt = message.ReceivedDateTime,
        IsUnread = message.IsRead is false,
        HasAttachments = message.HasAttachments ?? false,
        Body = Body(message),
    };

    /// <summary>Of an invitation, what it is about is not in its body (learn.microsoft.com/graph/api/resources/eventmessage).</summary>
    private static MailBody Body(GraphMessage message)
    {
        var body = new MailBody(message.Body?.Content, message.Body?.IsHtml is true);
        if (message.StartDateTime is null)
            return body;
        var words = new Invitation(
            Invitation.KindOf(message.MeetingMessageType switch
            {
                "meetingCancelled" => "CANCEL",
                "meetingAccepted" or "meetingTenativelyAccepted" or "meetingDeclined" => "REPLY",
                _ => null,
            }),
            message.Subject, $"{Time(message.StartDateTime)} to {Time(message.EndDateTime)}", message.Location?.DisplayName, Text(message.From), Description: null).ToText();
        return body.IsHtml
            ? body with { Text = $"<div>{WebUtility.HtmlEncode(words).Replace("\n", "<br>", StringComparison.Ordinal)}</div>{body.Text}" }
            : body with { Text = $"{words}\n\n{body.Text}" };
    }

    private static string Time(GraphTime? time) => $"{time?.DateTime?.Split('.')[0]} {time?.TimeZone}".Trim();

    public static Message Draft(OutgoingMail mail) => new()
    {
        Subject = mail.Subject,
        Body = new ItemBody { ContentType = BodyType.Text, Content = mail.Body },
        ToRecipients = Recipients(mail.To),
        CcRecipients = Recipients(mail.Cc),
        BccRecipients = Recipients(mail.Bcc),
        InternetMessageId = mail.InternetMessageId,
    };

    /// <summary>
    /// Whether a draft is still this mail. Graph tidies white space of a body, and the name of a recipient whom it knows; the address is
    /// what counts. It sends in the name of <c>from</c>, which is another than <c>sender</c> where somebody has set it.
    /// </summary>
    /// <param name="draft">With its body as text.</param>
    /// <param name="html">Its body as HTML: of plain text, Graph makes nothing that shows more than text.</param>
    public static bool IsSame(Message draft, string? html, OutgoingMail mail) =>
        (draft.Subject ?? "") == mail.Subject
        && Tidy(draft.Body?.Content ?? "") == Tidy(mail.Body)
        && Addresses(draft.ToRecipients).SetEquals(mail.To.Select(a => a.Address))
        && Addresses(draft.CcRecipients).SetEquals(mail.Cc.Select(a => a.Address))
        && Addresses(draft.BccRecipients).SetEquals(mail.Bcc.Select(a => a.Address))
        && draft.ReplyTo is null or []
        && !(draft is { From.EmailAddress.Address: { } from, Sender.EmailAddress.Address: { } sender } && !string.Equals(from, sender, StringComparison.OrdinalIgnoreCase))
        && !ShowsMore().IsMatch(html ?? "");

    /// <summary>Pictures, forms and frames, which Graph never makes from plain text: what looks like a tag there is escaped in the HTML.</summary>
    [GeneratedRegex(@"<(img|picture|svg|input|button|form|select|textarea|i?frame|object|embed|video|audio|table|link|base)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShowsMore();

    private static string Tidy(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static HashSet<string> Addresses(IEnumerable<Recipient>? recipients) =>
        (recipients ?? []).Select(r => r.EmailAddress?.Address ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static List<Recipient> Recipients(IEnumerable<MailboxAddress> addresses) =>
        [.. addresses.Select(a => new Recipient { EmailAddress = new EmailAddress { Name = a.Name, Address = a.Address } })];

    private static List<string> Texts(IEnumerable<GraphRecipient>? recipients) => [.. (recipients ?? []).Select(Text).OfType<string>()];

    private static string? Text(GraphRecipient? recipient) => recipient?.EmailAddress is not { } address ? null
        : string.IsNullOrEmpty(address.Name) || address.Name == address.Address ? address.Address
        : $"{address.Name} <{address.Address}>";
}
