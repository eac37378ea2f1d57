using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Graph.OData;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>The folders every mailbox has: learn.microsoft.com/graph/api/resources/mailfolder.</summary>
internal static class MailFolders
{
    private const string Type = "microsoft.graph.mailFolder";

    private static readonly string[] Properties =
    [
        "id", "displayName", "parentFolderId", "childFolderCount", "unreadItemCount", "totalItemCount", "sizeInBytes", "isHidden",
    ];

    private static readonly (MailFolder Folder, string WellKnownName, string DisplayName)[] All =
    [
        (MailFolder.Archive, "archive", "Archive"), (MailFolder.Trash, "deleteditems", "Deleted Items"),
        (MailFolder.Drafts, "drafts", "Drafts"), (MailFolder.Inbox, "inbox", "Inbox"), (MailFolder.Spam, "junkemail", "Junk Email"),
        (MailFolder.Sent, "sentitems", "Sent Items"),
    ];

    public static string Id(ProviderAccount account, MailFolder folder) => Id(account, folder.ToString());

    /// <summary>By id, or by its well-known name in any case.</summary>
    public static MailFolder Find(GraphCall call, string idOrName)
    {
        foreach (var (folder, name, _) in All)
            if (string.Equals(name, idOrName, StringComparison.OrdinalIgnoreCase) || Id(call.Account, folder) == idOrName)
                return folder;
        throw ItemIds.IsWellFormed(idOrName) ? GraphFailure.NotFound() : GraphFailure.MalformedId();
    }

    public static GraphAnswer List(GraphCall call)
    {
        var select = Select.Parse(call.Option("select"), Type, Properties);
        return Page.Of(call, select.Context(Set(call)), All, f => select.Apply(Json(call, f.Folder, f.DisplayName), Properties, "id"));
    }

    public static GraphAnswer Get(GraphCall call)
    {
        var select = Select.Parse(call.Option("select"), Type, Properties);
        var (folder, _, name) = All.Single(f => f.Folder == Find(call, call.Route("folderId")));
        return select.Entity(select.Apply(Json(call, folder, name), Properties, "id"), Set(call), "/$entity");
    }

    private static string Set(GraphCall call) => $"{call.UserContext}/mailFolders";

    private static string Id(ProviderAccount account, string name) => IdGenerator.GraphMutable($"{account.Key}/folder/{name}");

    private static JsonObject Json(GraphCall call, MailFolder folder, string name)
    {
        var messages = call.Account.Messages.Where(m => m.Folder == folder && m.IsVisible(call.World.Now)).ToList();
        return new JsonObject
        {
            ["id"] = Id(call.Account, folder),
            ["displayName"] = name,
            ["parentFolderId"] = Id(call.Account, "msgfolderroot"),
            ["childFolderCount"] = 0,
            ["unreadItemCount"] = messages.Count(m => !m.IsRead),
            ["totalItemCount"] = messages.Count,
            ["sizeInBytes"] = messages.Sum(m => MessageJson.Mime(m).Length),
            ["isHidden"] = false,
        };
    }
}
