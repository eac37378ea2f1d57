using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>The listings of messages, threads and drafts, newest first.</summary>
internal static class MessageList
{
    public static JsonObject Messages(GoogleCall call) => Page(call, "messages", Find(call), MessageJson.Reference);

    public static JsonObject Threads(GoogleCall call)
    {
        var newest = Find(call).DistinctBy(m => m.ThreadId).ToList();
        return Page(call, "threads", newest, message => new JsonObject
        {
            ["id"] = message.ThreadId,
            ["snippet"] = MessageJson.Snippet(message.Content),
            ["historyId"] = MessageJson.HistoryId(call.Account.Messages.Where(m => m.ThreadId == message.ThreadId)),
        });
    }

    public static JsonObject Drafts(GoogleCall call)
    {
        var drafts = Find(call).Where(m => m.DraftId is not null).ToList();
        return Page(call, "drafts", drafts, message => new JsonObject
        {
            ["id"] = message.DraftId,
            ["message"] = MessageJson.Reference(message),
        });
    }

    private static List<WorldMessage> Find(GoogleCall call)
    {
        var labels = call.All("labelIds");
        if (labels.FirstOrDefault(label => !GmailLabels.Exists(label)) is { } unknown)
            throw GoogleFailure.InvalidArgument($"Invalid label: {unknown}");
        var query = Query(call);
        var everywhere = call.Flag("includeSpamTrash") || query.IncludesSpamAndTrash || labels.Contains("SPAM") || labels.Contains("TRASH");
        return [.. call.Account.Messages
            .Where(m => m.IsVisible(call.World.Now))
            .Where(m => everywhere || m.Folder is not (MailFolder.Spam or MailFolder.Trash))
            .Where(m => labels.All(GmailLabels.Of(m).Contains))
            .Where(query.Matches)
            .OrderByDescending(m => m.ReceivedAt).ThenBy(m => m.Id, StringComparer.Ordinal)];
    }

    private static GmailQuery Query(GoogleCall call)
    {
        if (call.Text("q") is not { } text) return GmailQuery.All;
        return call.Scopes.Contains(GmailMethods.MetadataScope) && GmailMethods.IsMetadataOnly(call.Scopes)
            ? throw GoogleFailure.Rpc(403, "PERMISSION_DENIED", "forbidden", "Metadata scope does not support 'q' parameter")
            : GmailQuery.Parse(text, call.World.Now);
    }

    // An empty listing has no list at all.
    private static JsonObject Page(GoogleCall call, string name, List<WorldMessage> found, Func<WorldMessage, JsonObject> item)
    {
        var (page, next) = call.Paged(found, call.MaxResults(100, 500), () => GoogleFailure.InvalidArgument("Invalid pageToken"));
        var answer = new JsonObject();
        if (page.Count > 0) answer[name] = new JsonArray([.. page.Select(item)]);
        if (next is not null) answer["nextPageToken"] = next;
        answer["resultSizeEstimate"] = found.Count;
        return answer;
    }
}
