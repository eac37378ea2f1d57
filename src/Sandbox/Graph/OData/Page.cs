using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Graph.OData;

/// <summary>Pages of a collection and the link from one to the next: learn.microsoft.com/graph/paging.</summary>
internal static class Page
{
    private const int Maximum = 1000;

    /// <param name="position">The option that says where a page begins: <c>skip</c>, or <c>skiptoken</c> where skipping is not allowed.</param>
    public static JsonObject Of<T>(
        GraphCall call, string context, IReadOnlyList<T> all, Func<T, JsonObject> item, int size = 10, string position = "skip")
    {
        var top = call.Number("top", 1, Maximum) ?? size;
        var skip = call.Number(position, 0, int.MaxValue) ?? 0;
        var answer = new JsonObject { ["@odata.context"] = context };
        if (string.Equals(call.Option("count"), "true", StringComparison.OrdinalIgnoreCase)) answer["@odata.count"] = all.Count;
        answer["value"] = new JsonArray([.. all.Skip(skip).Take(top).Select(item)]);
        if (all.Count - top > skip) answer["@odata.nextLink"] = Link(call, position, skip + top);
        return answer;
    }

    private static string Link(GraphCall call, string position, int at)
    {
        var query = call.Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => Uri.UnescapeDataString(part.Split('=')[0]).TrimStart('$') != position);
        return $"{call.Address}?{string.Join('&', query.Append($"%24{position}={at}"))}";
    }
}
