using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>An agent that acts for one user: a real MCP client, which shows links in its failures' text.</summary>
internal sealed class Agent : IAsyncDisposable
{
    private static readonly HttpClient TenantHttp = new(new SocketsHttpHandler());

    private readonly McpClient _client;

    private Agent(McpClient client) => _client = client;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <param name="mcpUrl">The endpoint, which is the API's identifier at the tenant too.</param>
    public static async Task<Agent> OfAsync(SandboxHost sandbox, TenantUser user, Uri mcpUrl)
    {
        using var person = Person.From(user, sandbox.Clock);
        var chat = sandbox.Tenant.ChatClient;
        var tokens = await new PublicClient(sandbox.Auth0Url, chat.ClientId, chat.Callbacks[0], TenantHttp)
            .LogInAsync(person, mcpUrl, "calendar:read mail:read mail:send", Cancelled);
        var options = new HttpClientTransportOptions
        {
            Endpoint = mcpUrl,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {tokens.AccessToken}" },
        };
        // The certificates of the tests' fronts are made on the spot, and are nobody's but their own.
        var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is { Subject: "CN=localhost" } },
        });
        return new Agent(await McpClient.CreateAsync(
            new HttpClientTransport(options, http, ownsHttpClient: true),
            new McpClientOptions { ClientInfo = new Implementation { Name = "Sandbox Chat", Version = "1" } },
            cancellationToken: Cancelled));
    }

    /// <summary>The result of a call that must succeed.</summary>
    public async Task<JsonElement> CallAsync(string tool, object arguments)
    {
        var result = await SendAsync(tool, arguments);
        Assert.False(result.IsError ?? false, TextOf(result));
        return result.StructuredContent!.Value;
    }

    /// <summary>The failure of a call that must fail.</summary>
    public async Task<JsonElement> FailAsync(string tool, object arguments)
    {
        var result = await SendAsync(tool, arguments);
        Assert.True(result.IsError ?? false, TextOf(result));
        return result.StructuredContent!.Value;
    }

    /// <summary>The ids of the accounts that are connected.</summary>
    public async Task<string[]> AccountsAsync() =>
        [.. (await CallAsync("accounts_list", new { })).GetProperty("accounts").EnumerateArray().Select(a => a.GetProperty("id").GetString()!)];

    public static Uri Link(JsonElement failure) => new(failure.GetProperty("url").GetString()!);

    public static string Code(JsonElement failure) => failure.GetProperty("code").GetString()!;

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task<CallToolResult> SendAsync(string tool, object arguments) => await _client.CallToolAsync(
        tool,
        JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value),
        cancellationToken: Cancelled);

    private static string TextOf(CallToolResult result) => string.Join("\n", result.Content.OfType<TextContentBlock>().Select(t => t.Text));
}
