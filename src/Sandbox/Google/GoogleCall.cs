using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google;

/// <summary>An authorised call: who makes it and what it asks for. Handlers run inside the world's lock.</summary>
internal sealed class GoogleCall(HttpRequest request, ProviderGrant grant, SandboxWorld world, JsonObject? body)
{
    // RFC 3339 with a mandatory offset, as Calendar's reference has it.
    private static readonly OffsetDateTimePattern Rfc3339 = OffsetDateTimePattern.Rfc3339;

    public SandboxWorld World => world;

    public ProviderAccount Account => grant.Account;

    public IReadOnlySet<string> Scopes => grant.Scopes;

    public HttpRequest Request => request;

    /// <summary>The JSON body; empty where there is none.</summary>
    public JsonObject Body { get; } = body ?? [];

    public string Route(string name) => (string)request.RouteValues[name]!;

    public string? Text(string name) => request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    public IReadOnlyList<string> All(string name) => [.. request.Query[name].OfType<string>()];

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw GoogleFailure.InvalidArgument($"Invalid value at '{name}' (TYPE_BOOL), \"{other}\""),
    };

    /// <summary>A number of results: what is asked for, at least 1 and at most <paramref name="maximum"/>.</summary>
    public int MaxResults(int standard, int maximum)
    {
        if (Text("maxResults") is not { } text) return standard;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw GoogleFailure.InvalidArgument($"Invalid value at 'max_results' (TYPE_INT32), \"{text}\"");
        if (value >= 1) return Math.Min(value, maximum);
        throw GoogleFailure.Calendar(
            400, "invalidParameter", $"Invalid integer value: '{value}'. Value must be at least 1.", parameter: "maxResults");
    }

    public Instant? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        var parsed = Rfc3339.Parse(text);
        return parsed.Success ? parsed.Value.ToInstant() : throw GoogleFailure.Calendar(400, "badRequest", "Bad Request");
    }

    /// <summary>One page of <paramref name="all"/> and the token of the next, if there is one.</summary>
    public (IReadOnlyList<T> Page, string? Next) Paged<T>(IReadOnlyList<T> all, int size, Func<GoogleFailure> invalidToken)
    {
        var offset = Text("pageToken") is { } token ? PageToken.Read(request, token) ?? throw invalidToken() : 0;
        var page = all.Skip(offset).Take(size).ToList();
        return (page, offset + page.Count < all.Count ? PageToken.Write(request, offset + page.Count) : null);
    }
}
