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
            MessageBody.SetText(to, body.Text("content") ?? "", string.Equals(body.Text("contentType"), "html", StringComparison.OrdinalIgnoreCase));
        WritePeople(from, to);
        if (from.Text("internetMessageId") is { } id)
            to.MessageId = MimeUtils.EnumerateReferences(id).FirstOrDefault() ?? throw GraphFailure.InvalidProperty("The internetMessageId is invalid.");
        if (from.Text("importance") is { } importance)
        {
            to.Importance = Enum.TryParse<MessageImportance>(importance, ignoreCase: true, out var known)
                ? known
                : throw GraphFailure.InvalidProperty($"The importance '{importance}' is invalid.");
        }
        if (from.Has("categories")) to.Headers[MessageJson.CategoriesHeader] = string.Join(", ", from.Texts("categories"));
        foreach (var header in from.List("internetMessageHeaders")) WriteHeader(header, to);
        if (from.Has("attachments")) MessageBody.Attach(to, from.List("attachments").Select(Attachments.Read));
    }

    private static void WritePeople(JsonPayload from, MimeMessage to)
    {
        if (from.Object("from") is { } sender) Replace(to.From, [sender]);
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
        if (!name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
        {
            throw new GraphFailure(
                400, "InvalidInternetMessageHeader", $"The internet message header name '{name}' should start with 'x-' or 'X-'.");
        }
        to.Headers[name] = header.Text("value") ?? "";
    }
}
