using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>Outlook mail: learn.microsoft.com/graph/api/resources/mail-api-overview.</summary>
internal static class MailEndpoints
{
    public static void MapMail(this IEndpointRouteBuilder me)
    {
        var (read, write, send) = (GraphPermission.ReadMail, GraphPermission.WriteMail, GraphPermission.SendMail);
        me.MapGraphMethod("GET", "/mailFolders", read, MailFolders.List);
        me.MapGraphMethod("GET", "/mailFolders/{folderId}", read, MailFolders.Get);
        me.MapGraphMethod("GET", "/mailFolders/{folderId}/messages", read, c => MessageList.List(c, MailFolders.Find(c, c.Route("folderId"))));
        me.MapGraphMethod("GET", "/messages", read, c => MessageList.List(c, folder: null));
        me.MapGraphMethod("POST", "/messages", write, MessageWrite.Create);
        me.MapGraphMethod("GET", "/messages/{messageId}", read, c => MessageList.Entity(c, Find(c)));
        me.MapGraphMethod("GET", "/messages/{messageId}/$value", read, c => new GraphAnswer(200, Text: MessageJson.Mime(Find(c))));
        me.MapGraphMethod("PATCH", "/messages/{messageId}", write, c => MessageWrite.Update(c, Find(c)));
        me.MapGraphMethod("DELETE", "/messages/{messageId}", write, c => MessageWrite.Delete(c, Find(c)));
        me.MapGraphMethod("POST", "/messages/{messageId}/move", write, c => MessageWrite.Move(c, Find(c)));
        me.MapGraphMethod("POST", "/messages/{messageId}/send", send, c => MessageSend.SendDraft(c, Find(c)));
        me.MapGraphMethod("GET", "/messages/{messageId}/attachments", read, c => Attachments.List(c, Find(c)));
        me.MapGraphMethod("POST", "/messages/{messageId}/attachments", write, c => Attachments.Add(c, Find(c)));
        me.MapGraphMethod("GET", "/messages/{messageId}/attachments/{attachmentId}", read, c => Attachments.Get(c, Find(c)));
        me.MapGraphMethod("POST", "/sendMail", send, MessageSend.SendNew);
    }

    /// <summary>The message by the form of id that the call prefers. A message that was just sent is missing until its copy is there.</summary>
    private static WorldMessage Find(GraphCall call)
    {
        var id = call.Route("messageId");
        if (!ItemIds.IsWellFormed(id)) throw GraphFailure.MalformedId();
        return call.Account.Messages.Find(m => MessageJson.Id(m, call.Preferences.Ids) == id && m.IsVisible(call.World.Now))
            ?? throw GraphFailure.NotFound();
    }
}
