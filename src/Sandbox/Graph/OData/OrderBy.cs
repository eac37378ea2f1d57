using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Graph.OData;

/// <summary><c>$orderby</c>: learn.microsoft.com/graph/query-parameters#orderby-parameter.</summary>
internal sealed class OrderBy
{
    private readonly List<(string Path, bool Descending)> _keys = [];

    public IReadOnlyList<string> Paths => [.. _keys.Select(k => k.Path)];

    /// <exception cref="GraphFailure">A property that cannot be ordered by, or no direction.</exception>
    public static OrderBy? Parse(string? text, ResourceType type)
    {
        if (text is null) return null;
        var order = new OrderBy();
        foreach (var key in text.Split(','))
        {
            var words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is not ([_] or [_, "asc" or "desc"])) throw GraphFailure.BadRequest($"Syntax error in '{text}'.");
            order._keys.Add((type.Property(words[0]).Path, words is [_, "desc"]));
        }
        return order;
    }

    public IReadOnlyList<T> Sort<T>(IEnumerable<T> items, Func<T, JsonObject> json)
    {
        var list = items.Select(item => (Item: item, Json: json(item))).ToList();
        // A stable sort by the last key first.
        foreach (var (path, descending) in Enumerable.Reverse(_keys))
        {
            list = descending
                ? [.. list.OrderByDescending(e => Key(e.Json, path), StringComparer.OrdinalIgnoreCase)]
                : [.. list.OrderBy(e => Key(e.Json, path), StringComparer.OrdinalIgnoreCase)];
        }
        return [.. list.Select(e => e.Item)];
    }

    private static string Key(JsonObject json, string path) => ResourceType.Value(json, path)?.ToString() ?? "";
}
