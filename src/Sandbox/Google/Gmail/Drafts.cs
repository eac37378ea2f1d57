using System.Text.Json.Nodes;
using MimeKit;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>
/// Drafts: developers.google.com/workspace/gmail/api/guides/drafts. The draft keeps its id; each change gives its message a new one.
/// </summary>
internal static class Drafts
{
    public static JsonObject Create(GoogleCall call)
    {
        var (content, thread) = Message(call);
        return Json(Add(call, call.World.Ids.GmailDraft(), content, thread));
    }

    public static JsonObject Get(GoogleCall call)
    {
        var draft = Find(call, call.Route("id"));
        return new JsonObject { ["id"] = draft.DraftId, ["message"] = MessageJson.Message(draft, MessageFormat.Of(call)) };
    }

    public static JsonObject Update(GoogleCall call)
    {
        var draft = Find(call, call.Route("id"));
        var (content, thread) = Message(call);
        call.Account.Messages.Remove(draft);
        return Json(Add(call, draft.DraftId!, content, thread ?? draft.ThreadId));
    }

    public static JsonObject? Delete(GoogleCall call)
    {
        call.Account.Messages.Remove(Find(call, call.Route("id")));
        return null;
    }

    /// <summary>"The draft is deleted and a message with an updated ID is created with the SENT system label", in the same thread.</summary>
    public static JsonObject Send(GoogleCall call)
    {
        var id = call.Body["id"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        var draft = id.Length > 0 ? Find(call, id) : null;
        var isReplaced = draft is null || call.Body["message"] is JsonObject { Count: > 0 };
        var (content, thread) = isReplaced ? Message(call) : (draft!.Content, draft.ThreadId);
        return Outgoing.Send(call, content, thread ?? draft?.ThreadId, draft);
    }

    private static WorldMessage Find(GoogleCall call, string id) =>
        call.Account.Messages.FirstOrDefault(m => m.DraftId is not null && m.DraftId == id) ?? throw GoogleFailure.EntityNotFound();

    private static (MimeMessage Content, string? Thread) Message(GoogleCall call)
    {
        if (call.Body["message"] is not JsonObject message) throw GoogleFailure.InvalidArgument("Missing draft message");
        var content = Outgoing.Read(call, message);
        return (content, Outgoing.Thread(call, message, content));
    }

    private static WorldMessage Add(GoogleCall call, string draftId, MimeMessage content, string? thread)
    {
        var id = call.World.Ids.GmailMessage();
        var draft = new WorldMessage
        {
            Id = id,
            ImmutableId = id,
            ThreadId = thread ?? id,
            DraftId = draftId,
            Content = content,
            Folder = MailFolder.Drafts,
            IsDraft = true,
            IsRead = true,
            ReceivedAt = call.World.Now,
        };
        call.Account.Messages.Add(draft);
        return draft;
    }

    private static JsonObject Json(WorldMessage draft) => new() { ["id"] = draft.DraftId, ["message"] = MessageJson.Labelled(draft) };
}
