using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.Google;

/// <summary>A sandbox of its own at a fixed time, and one account's calls to its Google.</summary>
internal sealed class GoogleClient : IAsyncDisposable
{
    public const string Calendar = "https://www.googleapis.com/auth/calendar";
    public const string CalendarReadonly = "https://www.googleapis.com/auth/calendar.readonly";
    public const string Mail = "https://mail.google.com/";

    private readonly HttpClient _http;

    private GoogleClient(SandboxHost host, FakeTimeProvider clock, ProviderAccount account, string token)
    {
        Host = host;
        Clock = clock;
        Account = account;
        Token = token;
        _http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = host.GoogleUrl };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public SandboxHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public ProviderAccount Account { get; }

    public string Token { get; }

    public static async Task<GoogleClient> StartAsync(string account = "ada-google", params string[] scopes)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));
        var host = await SandboxHost.StartAsync(new SandboxOptions { Clock = clock }, TestContext.Current.CancellationToken);
        var found = host.World.Find(account)!;
        var (token, _) = host.ProviderTokens.Issue(found, scopes.Length > 0 ? scopes : [Calendar, Mail]);
        return new GoogleClient(host, clock, found, token);
    }

    /// <summary>The JSON of a call that must succeed.</summary>
    public async Task<JsonObject> GetAsync(string path)
    {
        var answer = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json!;
    }

    public Task<GoogleAnswer> PostAsync(string path, JsonObject body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<GoogleAnswer> SendAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await SendAsync(request);
    }

    public async Task<GoogleAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        return new GoogleAnswer(
            response.StatusCode, isJson ? (JsonObject)JsonNode.Parse(text)! : null, response.Headers.WwwAuthenticate.ToString(), text);
    }

    /// <summary>A message as <c>raw</c> takes it.</summary>
    public static string Raw(string? to, string subject = "Hello", string? bcc = null, string? messageId = null, string? inReplyTo = null)
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = "Bonjour à tous" } };
        if (to is not null) message.To.Add(MailboxAddress.Parse(to));
        if (bcc is not null) message.Bcc.Add(MailboxAddress.Parse(bcc));
        if (inReplyTo is not null) message.InReplyTo = inReplyTo;
        message.MessageId = messageId ?? "own-id@tests.example";
        message.Prepare(EncodingConstraint.SevenBit);
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        return Convert.ToBase64String(stream.ToArray()).Replace('+', '-').Replace('/', '_').TrimEnd('=');
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
    }
}

internal sealed record GoogleAnswer(HttpStatusCode Status, JsonObject? Json, string Challenge, string Text)
{
    public string? Reason => (string?)Json?["error"]?["errors"]?[0]?["reason"];

    public string? Message => (string?)Json?["error"]?["message"];
}
