using MimeKit;
using MimeKit.Utils;
using NodaTime;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>Sending: learn.microsoft.com/graph/api/message-send and /graph/api/user-sendmail. Both answer before the copy is in Sent Items.</summary>
internal static class MessageSend
{
    public static GraphAnswer SendDraft(GraphCall call, WorldMessage draft)
    {
        if (draft.Folder != MailFolder.Drafts) throw MessageWrite.NoDraft();
        Prepare(call, draft.Content);
        draft.ReceivedAt = call.World.Now;
        Keep(call, draft);
        PostOffice.Send(call.World, call.Account, draft.Content);
        return GraphAnswer.Accepted;
    }

    public static GraphAnswer SendNew(GraphCall call)
    {
        var (content, isKept) = call.IsMime ? (MessageWrite.ReadMime(call), true) : Read(call.Json().Parameters("message", "saveToSentItems"));
        Prepare(call, content);
        if (isKept) Keep(call, MessageWrite.AddDraft(call, content));
        PostOffice.Send(call.World, call.Account, content);
        return GraphAnswer.Accepted;
    }

    private static (MimeMessage Content, bool IsKept) Read(JsonPayload body) => (
        MessageWrite.Read(body.Object("message") ?? throw GraphFailure.InvalidParameter("The parameter 'Message' is missing.")),
        body.Flag("saveToSentItems") ?? true);

    // Nobody sends as somebody else; the date is the service's.
    private static void Prepare(GraphCall call, MimeMessage content)
    {
        Addresses.CheckRecipients(content);
        if (content.From.Mailboxes.Append(content.Sender).Any(from => from is not null && !string.Equals(from.Address, call.Account.Address, StringComparison.OrdinalIgnoreCase)))
        {
            throw new GraphFailure(
                403, "ErrorSendAsDenied",
                "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.");
        }
        content.Sender = null;
        content.From.Clear();
        content.From.Add(new MailboxAddress(call.Account.DisplayName, call.Account.Address));
        content.Date = call.World.Now.ToDateTimeOffset();
        content.MessageId ??= MimeUtils.GenerateMessageId(MessageWrite.Domain);
    }

    // "A copy isn't created until the message is successfully sent, which can take some time" (outlook-immutable-id).
    private static void Keep(GraphCall call, WorldMessage message)
    {
        MessageWrite.MoveTo(call, message, MailFolder.Sent);
        if (call.World.SentItemsLag > Duration.Zero) message.VisibleFrom = call.World.Now + call.World.SentItemsLag;
    }
}
