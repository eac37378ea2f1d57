using MimeKit;
using MimeKit.Utils;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>The properties of a message that a caller may write, onto MIME: learn.microsoft.com/graph/api/message-update#request-body.</summary>
internal static class OutlookProperties
{
    private static readonly string[] Marks = ["categories", "flag", "importance", "inferenceClassification", "isRead"];

    public static bool CanChangeAfterSending(string name) => Marks.Contains(name);

    public static void Write(JsonPayload from, MimeMessage to)
    {
        if (from.Has("subject")) to.Subject = from.Text("subject") ?? "";
        if (from.Object("body") is { } body)
            MessageBody.SetText(to, body.Text("content") ?? "", body.Word("contentType", "text", "html") == "html");
        WritePeople(from, to);
        if (from.Text("internetMessageId") is { } id)
            to.MessageId = MimeUtils.EnumerateReferences(id).FirstOrDefault(r => r.Length > 0) ?? throw GraphFailure.InvalidProperty("The internetMessageId is invalid.");
        if (from.Word("importance", "low", "normal", "high") is { } importance)
            to.Importance = Enum.Parse<MessageImportance>(importance, ignoreCase: true);
        if (from.Has("categories")) to.Headers[MessageJson.CategoriesHeader] = string.Join(", ", from.Texts("categories"));
        foreach (var header in from.List("internetMessageHeaders")) WriteHeader(header, to);
        if (from.Has("attachments")) MessageBody.Attach(to, from.List("attachments").Select(Attachments.Read));
    }

    private static void WritePeople(JsonPayload from, MimeMessage to)
    {
        if (from.Object("from") is { } author) Replace(to.From, [author]);
        if (from.Object("sender") is { } sender) to.Sender = Addresses.Read(sender);
        foreach (var (name, list) in new[]
            { ("toRecipients", to.To), ("ccRecipients", to.Cc), ("bccRecipients", to.Bcc), ("replyTo", to.ReplyTo) })
        {
            if (from.Has(name)) Replace(list, from.List(name));
        }
    }

    private static void Replace(InternetAddressList list, IEnumerable<JsonPayload> people)
    {
        var addresses = people.Select(Addresses.Read).ToList();
        list.Clear();
        list.AddRange(addresses);
    }

    private static void WriteHeader(JsonPayload header, MimeMessage to)
    {
        var name = header.Text("name") ?? "";
        // RFC 5322, 2.2: printable ASCII but for the colon.
        if (!name.StartsWith("x-", StringComparison.OrdinalIgnoreCase) || name.Any(c => c is <= ' ' or ':' or > '~'))
        {
            throw new GraphFailure(
                400, "InvalidInternetMessageHeader", $"The internet message header name '{name}' should start with 'x-' or 'X-'.");
        }
        to.Headers[name] = header.Text("value") ?? "";
    }
}
