using MimeKit;
using MimeKit.Utils;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>Drafts made and changed, and messages moved: learn.microsoft.com/graph/api/user-post-messages, /graph/api/message-update.</summary>
internal static class MessageWrite
{
    /// <summary>Of the Message-IDs that the service makes.</summary>
    public const string Domain = "namprd00.prod.outlook.example";

    public static GraphAnswer Create(GraphCall call)
    {
        var (content, isFlagged) = call.IsMime ? (ReadMime(call), false) : (Read(call.Json()), IsFlagged(call.Json()) is true);
        return GraphAnswer.Created(MessageList.Entity(call, AddDraft(call, content, isFlagged)));
    }

    public static WorldMessage AddDraft(GraphCall call, MimeMessage content, bool isFlagged = false)
    {
        content.MessageId ??= MimeUtils.GenerateMessageId(Domain);
        var draft = new WorldMessage
        {
            Id = call.World.Ids.GraphMutable(),
            ImmutableId = call.World.Ids.GraphImmutable(),
            ThreadId = PostOffice.ThreadOf(call.Account, content) ?? call.World.Ids.GraphConversation(),
            Content = content,
            Folder = MailFolder.Drafts,
            IsDraft = true,
            IsRead = true,
            IsFlagged = isFlagged,
            ReceivedAt = call.World.Now,
        };
        call.Account.Messages.Add(draft);
        return draft;
    }

    public static GraphAnswer Update(GraphCall call, WorldMessage message)
    {
        var changes = call.Json();
        CheckNames(changes);
        // What was sent or received keeps what it says; marks can always change.
        if (changes.Has("attachments")) throw GraphFailure.InvalidProperty("Attachments are added by their own method.");
        if (!message.IsDraft && changes.Names.FirstOrDefault(n => !OutlookProperties.CanChangeAfterSending(n)) is not null) throw NoDraft();
        OutlookProperties.Write(changes, message.Content);
        message.IsRead = changes.Flag("isRead") ?? message.IsRead;
        message.IsFlagged = IsFlagged(changes) ?? message.IsFlagged;
        message.Version++;
        return MessageList.Entity(call, message);
    }

    /// <summary>To Deleted Items; from there, for good.</summary>
    public static GraphAnswer Delete(GraphCall call, WorldMessage message)
    {
        if (message.Folder == MailFolder.Trash) call.Account.Messages.Remove(message);
        else MoveTo(call, message, MailFolder.Trash);
        return GraphAnswer.NoContent;
    }

    public static GraphAnswer Move(GraphCall call, WorldMessage message)
    {
        var destination = call.Json().Parameters("destinationId").Text("destinationId")
            ?? throw GraphFailure.InvalidParameter("The parameter 'DestinationId' is missing.");
        var folder = MailFolders.Find(call, destination);
        if (folder == MailFolder.Drafts && !message.IsDraft)
            throw GraphFailure.InvalidParameter("The sandbox does not move what was sent or received into Drafts.");
        MoveTo(call, message, folder);
        return GraphAnswer.Created(MessageList.Entity(call, message));
    }

    /// <summary>The mutable id changes with the folder, the immutable one never.</summary>
    public static void MoveTo(GraphCall call, WorldMessage message, MailFolder folder)
    {
        message.Folder = folder;
        message.Id = call.World.Ids.GraphMutable();
        message.Version++;
    }

    public static GraphFailure NoDraft() => new(400, "ErrorInvalidPropertyUpdateSentMessage", "Update operation is invalid for property of a sent message.");

    /// <exception cref="GraphFailure">What the message type does not have, or has as another type.</exception>
    public static MimeMessage Read(JsonPayload message)
    {
        CheckNames(message);
        var content = new MimeMessage { Body = new TextPart("plain") { Text = "" } };
        content.Headers.Remove(HeaderId.MessageId);
        OutlookProperties.Write(message, content);
        return content;
    }

    /// <summary>A body of Base64 under <c>text/plain</c> (learn.microsoft.com/graph/outlook-send-mime-message).</summary>
    public static MimeMessage ReadMime(GraphCall call)
    {
        var bytes = new byte[call.Body.Length];
        if (!Convert.TryFromBase64String(call.Body, bytes, out var length))
            throw new GraphFailure(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
        using var stream = new MemoryStream(bytes, 0, length);
        try
        {
            return MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            throw new GraphFailure(400, "ErrorMimeContentInvalid", "The MIME content is not valid.");
        }
    }

    private static bool? IsFlagged(JsonPayload message) =>
        message.Object("flag")?.Word("flagStatus", "notFlagged", "complete", "flagged") is { } status ? status == "flagged" : null;

    private static void CheckNames(JsonPayload message)
    {
        if (message.Names.FirstOrDefault(n => n != "attachments" && !MessageJson.Properties.Contains(n)) is { } unknown)
            throw GraphFailure.UnknownProperty(unknown, MessageJson.Type);
    }
}
