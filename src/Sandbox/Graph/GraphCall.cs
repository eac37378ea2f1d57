using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>An authorised call: who makes it and what it asks for. Handlers run inside the world's lock.</summary>
internal sealed class GraphCall(HttpContext context, ProviderGrant grant, SandboxWorld world, string body)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    private static readonly string[] SystemOptions =
        ["count", "expand", "filter", "format", "orderby", "search", "select", "skip", "skiptoken", "top"];

    private readonly HashSet<string> _understood = [];

    public SandboxWorld World => world;

    public ProviderAccount Account => grant.Account;

    public Preferences Preferences { get; } = new(context.Request);

    /// <summary>The address of the service with its version, without a slash at the end.</summary>
    public string Root => $"{context.Request.Scheme}://{context.Request.Host}/v1.0";

    /// <summary>The context of what the signed-in user has, as <c>@odata.context</c> names it.</summary>
    public string UserContext => $"{Root}/$metadata#users('{Account.ProviderUserId}')";

    public string Address => $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}";

    /// <summary>The query as it came, without its question mark.</summary>
    public string Query => context.Request.QueryString.Value is { Length: > 0 } query ? query[1..] : "";

    /// <summary>The body as text, for MIME.</summary>
    public string Body => body;

    public bool IsMime => context.Request.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) == true;

    public T Service<T>() where T : notnull => context.RequestServices.GetRequiredService<T>();

    public string Route(string name) => (string)context.Request.RouteValues[name]!;

    public string? Text(string name) => context.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>A system query option; its dollar sign may be left out (learn.microsoft.com/graph/query-parameters).</summary>
    /// <exception cref="GraphFailure">It is empty, or there more than once.</exception>
    public string? Option(string name)
    {
        _understood.Add(name);
        string?[] given = [.. context.Request.Query["$" + name], .. context.Request.Query[name]];
        return given switch
        {
            [] => null,
            [{ Length: > 0 } value] => value,
            _ => throw GraphFailure.BadRequest($"Query option '${name}' must be given once and must not be empty."),
        };
    }

    /// <summary>An option that a method does not take is refused: ignoring it would answer a different question.</summary>
    /// <param name="also">Those that the method has not read yet.</param>
    public void RefuseOtherOptions(params ReadOnlySpan<string> also)
    {
        foreach (var key in context.Request.Query.Keys)
        {
            var name = key.TrimStart('$').ToLowerInvariant();
            if ((key.StartsWith('$') || SystemOptions.Contains(name)) && !_understood.Contains(name) && !also.Contains(name))
                throw GraphFailure.BadRequest($"The query parameter '{key}' is not supported.");
        }
    }

    public int? Number(string option, int minimum, int maximum)
    {
        if (Option(option) is not { } text) return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < minimum)
            throw GraphFailure.BadRequest($"Invalid value '{text}' for ${option} query option found.");
        return value <= maximum
            ? value
            : throw GraphFailure.BadRequest($"The limit of '{maximum}' for ${option} query has been exceeded. The value is '{value}'.");
    }

    public JsonPayload Json()
    {
        try
        {
            if (context.Request.HasJsonContentType() && JsonNode.Parse(body, documentOptions: Strict) is JsonObject json)
            {
                CheckText(json);
                return new JsonPayload(json);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Answered below, like any other body that is not an object.
        }
        throw GraphFailure.UnreadableBody();
    }

    // Half a surrogate pair shows only when its string is read, which throws InvalidOperationException.
    private static void CheckText(JsonNode? node)
    {
        if (node is JsonObject json)
            foreach (var (_, value) in json) CheckText(value);
        else if (node is JsonArray items)
            foreach (var item in items) CheckText(item);
        else if (node?.GetValueKind() == JsonValueKind.String)
            node.GetValue<string>();
    }
}
