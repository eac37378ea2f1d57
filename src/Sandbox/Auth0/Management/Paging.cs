using System.Globalization;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>Lists by <c>page</c> and <c>per_page</c>: an array, or with <c>include_totals</c> an object that has it.</summary>
internal static class Paging
{
    private const int Most = 100;
    private const int Standard = 50;

    public static IResult Page<T>(HttpRequest request, string name, IEnumerable<T> all, Func<T, JsonObject> describe)
    {
        var (page, size) = (Number(request, "page", 0), Number(request, "per_page", Standard));
        if (page < 0 || size is < 1 or > Most)
            throw ManagementException.InvalidBody($"per_page must be from 1 to {Most}, page 0 or more");
        var list = all.ToList();
        var shown = new JsonArray([.. list.Skip(page * size).Take(size).Select(describe)]);
        return request.Query["include_totals"] == "true"
            ? Results.Json(new JsonObject { ["start"] = page * size, ["limit"] = size, ["total"] = list.Count, [name] = shown })
            : Results.Json(shown);
    }

    private static int Number(HttpRequest request, string name, int otherwise) =>
        request.Query[name] is [{ } text] ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1 : otherwise;
}
