using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Graph.OData;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>Listings of messages: learn.microsoft.com/graph/api/user-list-messages.</summary>
internal static class MessageList
{
    /// <summary>A search answers at most this many (learn.microsoft.com/graph/search-query-parameter).</summary>
    private const int SearchLimit = 1000;

    /// <param name="folder">Null for the whole mailbox, Deleted Items and Junk Email among it.</param>
    public static GraphAnswer List(GraphCall call, MailFolder? folder)
    {
        var select = Select.Parse(call.Option("select"), MessageJson.Type, MessageJson.Properties);
        var newest = call.Account.Messages
            .Where(m => (folder is null || m.Folder == folder) && m.IsVisible(call.World.Now))
            .OrderByDescending(m => m.ReceivedAt).ThenBy(m => m.ImmutableId, StringComparer.Ordinal);
        var set = folder is { } known
            ? $"{call.UserContext}/mailFolders('{Uri.EscapeDataString(MailFolders.Id(call.Account, known))}')/messages"
            : $"{call.UserContext}/messages";
        var isSearch = call.Option("search") is not null;
        IReadOnlyList<WorldMessage> found = isSearch ? [.. Search(call, newest)] : Filtered(call, newest);
        return Page.Of(call, select.Context(set), found, m => Shown(call, m, select), position: isSearch ? "skiptoken" : "skip");
    }

    public static JsonObject Entity(GraphCall call, WorldMessage message)
    {
        var select = Select.Parse(call.Option("select"), MessageJson.Type, MessageJson.Properties);
        return select.Entity(Shown(call, message, select), $"{call.UserContext}/messages", "/$entity");
    }

    // Always newest first: a search takes no order, no filter and no skipping.
    private static IEnumerable<WorldMessage> Search(GraphCall call, IEnumerable<WorldMessage> newest)
    {
        foreach (var (option, code, name) in new[]
            { ("orderby", "SearchWithOrderBy", "$orderBy"), ("filter", "SearchWithFilter", "$filter"), ("skip", "SearchWithSkip", "$skip") })
        {
            if (call.Option(option) is not null)
                throw new GraphFailure(400, code, $"The query parameter '{name}' is not supported with '$search'.");
        }
        return newest.Where(Kql.Parse(call.Option("search")!).Matches).Take(SearchLimit);
    }

    private static IReadOnlyList<WorldMessage> Filtered(GraphCall call, IEnumerable<WorldMessage> newest)
    {
        var filter = Filter.Parse(call.Option("filter"), MessageJson.Queryable);
        var order = OrderBy.Parse(call.Option("orderby"), MessageJson.Queryable);
        if (filter is not null && order is not null) CheckEfficient(filter.Paths, order.Paths);
        IReadOnlyList<WorldMessage> found = [.. newest.Where(m => filter is null || filter.Matches(MessageJson.Of(call, m)))];
        return order is null ? found : order.Sort(found, m => MessageJson.Of(call, m));
    }

    // "Properties in $orderby must also appear in $filter, in the same order, and before properties that are not in $orderby."
    private static void CheckEfficient(IReadOnlyList<string> filtered, IReadOnlyList<string> ordered)
    {
        if (!filtered.Take(ordered.Count).SequenceEqual(ordered, StringComparer.OrdinalIgnoreCase))
            throw new GraphFailure(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
    }

    private static JsonObject Shown(GraphCall call, WorldMessage message, Select select) =>
        select.Apply(MessageJson.Of(call, message), MessageJson.Standard, "id");
}
