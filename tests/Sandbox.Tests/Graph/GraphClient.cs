using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

/// <summary>A sandbox of its own at a fixed time, and one account's calls to its Microsoft Graph.</summary>
internal sealed class GraphClient : IAsyncDisposable
{
    public const string Immutable = "IdType=\"ImmutableId\"";

    private static readonly string[] Everything = ["User.Read", "Calendars.ReadWrite", "MailboxSettings.Read", "Mail.ReadWrite", "Mail.Send"];

    private readonly HttpClient _http;

    private GraphClient(SandboxHost host, FakeTimeProvider clock, ProviderAccount account, string token)
    {
        Host = host;
        Clock = clock;
        Account = account;
        Token = token;
        _http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = new Uri(host.GraphUrl + "/"),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public SandboxHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public ProviderAccount Account { get; }

    public string Token { get; }

    public static async Task<GraphClient> StartAsync(string account = "ada-microsoft", params string[] scopes)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));
        var host = await SandboxHost.StartAsync(new SandboxOptions { Clock = clock }, TestContext.Current.CancellationToken);
        var found = host.World.Find(account)!;
        var (token, _) = host.ProviderTokens.Issue(found, scopes.Length > 0 ? scopes : Everything);
        return new GraphClient(host, clock, found, token);
    }

    public WorldMessage Message(string subject) => Account.Messages.Single(m => m.Content.Subject == subject);

    /// <summary>The JSON of a call that must succeed.</summary>
    public async Task<JsonObject> GetAsync(string path, string? prefer = null)
    {
        var answer = await SendAsync(HttpMethod.Get, path, prefer: prefer);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json!;
    }

    /// <summary>One property of each item of a list.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string path, string property = "subject", string? prefer = null) =>
        [.. (await GetAsync(path, prefer))["value"]!.AsArray().Select(item => (string)item![property]!)];

    /// <summary>One property of each item on all pages.</summary>
    public async Task<IReadOnlyList<string>> FollowAsync(string path, string property = "id")
    {
        List<string> all = [];
        for (var next = path; next is not null;)
        {
            var page = await GetAsync(next);
            all.AddRange(page["value"]!.AsArray().Select(item => (string)item![property]!));
            next = (string?)page["@odata.nextLink"];
        }
        return all;
    }

    public Task<GraphReply> GetRefusalAsync(string path, string? prefer = null) => SendAsync(HttpMethod.Get, path, prefer: prefer);

    public Task<GraphReply> PostAsync(string path, JsonObject? body = null, string? prefer = null) =>
        SendAsync(HttpMethod.Post, path, body, prefer);

    /// <summary>The draft that was made.</summary>
    public async Task<JsonObject> DraftAsync(JsonObject draft, string? prefer = null)
    {
        var answer = await PostAsync("me/messages", draft, prefer);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return answer.Json!;
    }

    public Task<GraphReply> SendAsync(HttpMethod method, string path, JsonObject? body = null, string? prefer = null) =>
        SendAsync(method, path, body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), prefer);

    public async Task<GraphReply> SendAsync(HttpMethod method, string path, HttpContent? content, string? prefer = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        return await SendAsync(request);
    }

    public async Task<GraphReply> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        return new GraphReply(response.StatusCode, isJson ? (JsonObject)JsonNode.Parse(text)! : null, response.Headers, text);
    }

    /// <summary>A message as Graph's JSON has it.</summary>
    public static JsonObject Letter(string? to = "ben@acme.example", string subject = "Hello", string? bcc = null)
    {
        var letter = new JsonObject
        {
            ["subject"] = subject,
            ["body"] = new JsonObject { ["contentType"] = "text", ["content"] = "Bonjour à tous" },
        };
        if (to is not null) letter["toRecipients"] = new JsonArray(Person(to));
        if (bcc is not null) letter["bccRecipients"] = new JsonArray(Person(bcc));
        return letter;
    }

    public static JsonObject Person(string address) => new() { ["emailAddress"] = new JsonObject { ["address"] = address } };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
    }
}
