using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>Gmail v1: developers.google.com/workspace/gmail/api/reference/rest.</summary>
internal static class GmailEndpoints
{
    public static void MapGmail(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/gmail/v1/users/{userId}");
        Map("GET", "/profile", GmailMethods.GetProfile, Profile);
        Map("GET", "/labels", GmailMethods.ListLabels, _ => GmailLabels.List());
        Map("GET", "/messages", GmailMethods.ListMessages, MessageList.Messages);
        Map("GET", "/messages/{id}", GmailMethods.GetMessage, GetMessage);
        Map("GET", "/messages/{messageId}/attachments/{id}", GmailMethods.GetAttachment, GetAttachment);
        Map("POST", "/messages/send", GmailMethods.SendMessage, Outgoing.SendMessage);
        Map("GET", "/threads", GmailMethods.ListThreads, MessageList.Threads);
        Map("GET", "/threads/{id}", GmailMethods.GetThread, GetThread);
        Map("GET", "/drafts", GmailMethods.ListDrafts, MessageList.Drafts);
        Map("POST", "/drafts", GmailMethods.CreateDraft, Drafts.Create);
        Map("POST", "/drafts/send", GmailMethods.SendDraft, Drafts.Send);
        Map("GET", "/drafts/{id}", GmailMethods.GetDraft, Drafts.Get);
        Map("PUT", "/drafts/{id}", GmailMethods.UpdateDraft, Drafts.Update);
        Map("DELETE", "/drafts/{id}", GmailMethods.DeleteDraft, Drafts.Delete);

        void Map(string verb, string path, GoogleMethod method, Func<GoogleCall, JsonObject?> handler) =>
            api.MapGoogleMethod(verb, path, method, call => handler(Own(call)));
    }

    /// <summary>The message of that id in the mailbox.</summary>
    public static WorldMessage Find(GoogleCall call, string id)
    {
        if (id.Length is 0 or > 32 || !id.All(char.IsAsciiHexDigit)) throw GoogleFailure.InvalidArgument("Invalid id value");
        return call.Account.Messages.FirstOrDefault(m => m.Id == id) ?? throw GoogleFailure.EntityNotFound();
    }

    // A token opens the mailbox of its own account only, under "me" or its address.
    private static GoogleCall Own(GoogleCall call)
    {
        var user = call.Route("userId");
        return user == "me" || string.Equals(user, call.Account.Address, StringComparison.OrdinalIgnoreCase)
            ? call
            : throw GoogleFailure.Rpc(403, "PERMISSION_DENIED", "forbidden", $"Delegation denied for {call.Account.Address}");
    }

    private static JsonObject Profile(GoogleCall call) => new()
    {
        ["emailAddress"] = call.Account.Address,
        ["messagesTotal"] = call.Account.Messages.Count,
        ["threadsTotal"] = call.Account.Messages.Select(m => m.ThreadId).Distinct().Count(),
        ["historyId"] = MessageJson.HistoryId(call.Account.Messages),
    };

    private static JsonObject GetMessage(GoogleCall call) => MessageJson.Message(Find(call, call.Route("id")), MessageFormat.Of(call));

    private static JsonObject GetAttachment(GoogleCall call)
    {
        var message = Find(call, call.Route("messageId"));
        var data = PayloadJson.Attachment(message, call.Route("id")) ?? throw GoogleFailure.InvalidArgument("Invalid attachment token");
        return new JsonObject { ["size"] = data.Length, ["data"] = PayloadJson.Base64Url(data) };
    }

    private static JsonObject GetThread(GoogleCall call)
    {
        var id = call.Route("id");
        var messages = call.Account.Messages.Where(m => m.ThreadId == id).OrderBy(m => m.ReceivedAt).ToList();
        if (messages.Count == 0) throw GoogleFailure.EntityNotFound();
        var format = MessageFormat.Of(call);
        return new JsonObject
        {
            ["id"] = id,
            ["historyId"] = MessageJson.HistoryId(messages),
            ["messages"] = new JsonArray([.. messages.Select(m => MessageJson.Message(m, format))]),
        };
    }
}
