using MimeKit;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>A message's MIME tree, made anew when its text or its attachments change.</summary>
internal static class MessageBody
{
    public static void SetText(MimeMessage content, string text, bool isHtml) =>
        Compose(content, new TextPart(isHtml ? "html" : "plain") { Text = text }, [.. content.Attachments]);

    public static void Attach(MimeMessage content, IEnumerable<MimeEntity> parts) =>
        Compose(content, Text(content), [.. content.Attachments, .. parts]);

    private static TextPart Text(MimeMessage content) => content.HtmlBody is { } html
        ? new TextPart("html") { Text = html }
        : new TextPart("plain") { Text = content.TextBody ?? "" };

    private static void Compose(MimeMessage content, TextPart text, IReadOnlyList<MimeEntity> attachments)
    {
        if (attachments.Count == 0)
        {
            content.Body = text;
            return;
        }
        var mixed = new Multipart("mixed") { text };
        foreach (var attachment in attachments) mixed.Add(attachment);
        content.Body = mixed;
    }
}
