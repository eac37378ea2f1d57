using MimeKit;
using MimeKit.Utils;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>Sending: learn.microsoft.com/graph/api/message-send and /graph/api/user-sendmail. Both answer before the copy is in Sent Items.</summary>
internal static class MessageSend
{
    public static GraphAnswer SendDraft(GraphCall call, WorldMessage draft)
    {
        if (!draft.IsDraft) throw MessageWrite.NoDraft();
        Prepare(call, draft.Content);
        call.World.Later(call.World.MailLag.Send, () => Carry(call, draft));
        return GraphAnswer.Accepted;
    }

    public static GraphAnswer SendNew(GraphCall call)
    {
        var (content, isKept) = call.IsMime ? (MessageWrite.ReadMime(call), true) : Read(call.Json().Parameters("message", "saveToSentItems"));
        Prepare(call, content);
        call.World.Later(call.World.MailLag.Send, () =>
        {
            if (isKept) Keep(call, MessageWrite.AddDraft(call, content));
            PostOffice.Send(call.World, call.Account, content);
        });
        return GraphAnswer.Accepted;
    }

    // By then the draft may be sent or thrown away.
    private static void Carry(GraphCall call, WorldMessage draft)
    {
        if (!draft.IsDraft || !call.Account.Messages.Contains(draft)) return;
        draft.ReceivedAt = call.World.Now;
        PostOffice.Send(call.World, call.Account, draft.Content);
        var folder = draft.Folder;
        call.World.Later(call.World.MailLag.Draft, () =>
        {
            // Deleting what still looked like a draft deletes the sent copy.
            if (draft.Folder == folder) Keep(call, draft);
            else draft.IsDraft = false;
        });
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
        message.IsDraft = false;
        MessageWrite.MoveTo(call, message, MailFolder.Sent);
        message.VisibleFrom = call.World.Now + call.World.MailLag.SentItems;
    }
}
