using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>The system labels. Folders and flags of the world are labels at Gmail.</summary>
internal static class GmailLabels
{
    private static readonly string[] System = ["INBOX", "SENT", "DRAFT", "TRASH", "SPAM", "UNREAD", "STARRED", "IMPORTANT", "CHAT"];

    public static IReadOnlyList<string> Of(WorldMessage message)
    {
        List<string> labels = [];
        if (!message.IsRead && message.Folder is not (MailFolder.Sent or MailFolder.Drafts)) labels.Add("UNREAD");
        if (message.IsFlagged) labels.Add("STARRED");
        if (Folder(message.Folder) is { } folder) labels.Add(folder);
        if (message.IsAlsoInInbox) labels.Add("INBOX");
        return labels;
    }

    public static bool Exists(string id) => System.Contains(id);

    public static JsonObject List() => new()
    {
        ["labels"] = new JsonArray([.. System.Select(id => new JsonObject { ["id"] = id, ["name"] = id, ["type"] = "system" })]),
    };

    private static string? Folder(MailFolder folder) => folder switch
    {
        MailFolder.Inbox => "INBOX",
        MailFolder.Sent => "SENT",
        MailFolder.Drafts => "DRAFT",
        MailFolder.Trash => "TRASH",
        MailFolder.Spam => "SPAM",
        _ => null,
    };
}
