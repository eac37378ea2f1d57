using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

/// <summary>A sandbox of its own at a fixed time (Monday 23 November 2026, 18:00 UTC), and Ada's calls to its Graph.</summary>
internal sealed class GraphClient : IAsyncDisposable
{
    public static readonly string[] AllScopes =
        ["User.Read", "https://graph.microsoft.com/Calendars.ReadWrite", "Mail.ReadWrite", "Mail.Send"];

    private readonly HttpClient _http;

    private GraphClient(SandboxHost host, FakeTimeProvider clock, string token)
    {
        Host = host;
        Clock = clock;
        Token = token;
        _http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = new Uri(host.GraphUrl.AbsoluteUri + "/"),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public SandboxHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public string Token { get; }

    public ProviderAccount Account => Host.World.Find("ada-microsoft")!;

    public static async Task<GraphClient> StartAsync(params string[] scopes)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));
        var host = await SandboxHost.StartAsync(new SandboxOptions { Clock = clock }, TestContext.Current.CancellationToken);
        var (token, _) = host.ProviderTokens.Issue(host.World.Find("ada-microsoft")!, scopes.Length > 0 ? scopes : AllScopes);
        return new GraphClient(host, clock, token);
    }

    /// <summary>The JSON of a GET that must succeed.</summary>
    public async Task<JsonObject> GetAsync(string path, params string[] prefer)
    {
        var answer = await SendAsync(HttpMethod.Get, path, prefer: prefer);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json!;
    }

    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, params string[] prefer) =>
        [.. (await GetAsync(path, prefer))["value"]!.AsArray().Select(item => item!.AsObject())];

    /// <summary>Every item, page by page along the links.</summary>
    public async Task<IReadOnlyList<JsonObject>> FollowAsync(string path)
    {
        List<JsonObject> all = [];
        for (string? next = path; next is not null;)
        {
            var page = await GetAsync(next);
            all.AddRange(page["value"]!.AsArray().Select(item => item!.AsObject()));
            next = (string?)page["@odata.nextLink"];
        }
        return all;
    }

    public Task<GraphReply> PostAsync(string path, JsonObject? body = null, params string[] prefer) =>
        SendAsync(HttpMethod.Post, path, body?.ToJsonString() ?? "", prefer: prefer);

    public async Task<GraphReply> SendAsync(
        HttpMethod method, string path, string? body = null, string type = "application/json", params string[] prefer)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        foreach (var preference in prefer) request.Headers.Add("Prefer", preference);
        return await SendAsync(request);
    }

    public async Task<GraphReply> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        return new GraphReply(response.StatusCode, isJson ? (JsonObject)JsonNode.Parse(text)! : null, response.Headers, text);
    }

    /// <summary>A draft to Ben, under its immutable id.</summary>
    public async Task<JsonObject> DraftAsync(string subject = "Hello", string to = "ben@acme.example", Action<JsonObject>? change = null)
    {
        var message = new JsonObject
        {
            ["subject"] = subject,
            ["body"] = new JsonObject { ["contentType"] = "text", ["content"] = "Bonjour à tous" },
            ["toRecipients"] = Recipients(to),
        };
        change?.Invoke(message);
        var answer = await PostAsync("me/messages", message, Immutable);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return answer.Json!;
    }

    public const string Immutable = "IdType=\"ImmutableId\"";

    public static JsonArray Recipients(params string[] addresses) => new([.. addresses.Select(a => (JsonNode)new JsonObject
    {
        ["emailAddress"] = new JsonObject { ["address"] = a },
    })]);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
    }
}

internal sealed record GraphReply(HttpStatusCode Status, JsonObject? Json, HttpResponseHeaders Headers, string Text)
{
    public string? Code => (string?)Json?["error"]?["code"];

    public string? Message => (string?)Json?["error"]?["message"];
}
