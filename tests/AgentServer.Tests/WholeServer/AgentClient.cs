using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>A real MCP client that speaks one protocol revision and carries one bearer token.</summary>
internal static class AgentClient
{
    /// <param name="name">What the client calls itself; null for the SDK's choice.</param>
    public static Task<McpClient> ConnectAsync(Uri mcpUrl, string accessToken, string protocolVersion, CancellationToken cancellationToken, string? name = null) =>
        McpClient.CreateAsync(
            Transport(mcpUrl, accessToken),
            new McpClientOptions { ProtocolVersion = protocolVersion, ClientInfo = name is null ? null : new Implementation { Name = name, Version = "1" } },
            cancellationToken: cancellationToken);

    /// <summary>A client of the newest revision that declared that it can open links for its user.</summary>
    /// <param name="open">What the user does with the link.</param>
    public static Task<McpClient> ConnectAsync(
        Uri mcpUrl, string accessToken, Func<ElicitRequestParams, Task<string>> open, CancellationToken cancellationToken, string protocolVersion = RawMcp.Newest) =>
        McpClient.CreateAsync(
            Transport(mcpUrl, accessToken),
            new McpClientOptions
            {
                ProtocolVersion = protocolVersion,
                Capabilities = new ClientCapabilities { Elicitation = new ElicitationCapability { Url = new UrlElicitationCapability() } },
                Handlers = new McpClientHandlers { ElicitationHandler = async (request, _) => new ElicitResult { Action = await open(request!) } },
            },
            cancellationToken: cancellationToken);

    /// <summary>The structured result of a call that must succeed.</summary>
    public static async Task<JsonElement> CallAsync(
        this McpClient client, string tool, object arguments, CancellationToken cancellationToken)
    {
        var result = await client.CallToolAsync(tool, ArgumentsFrom(arguments), cancellationToken: cancellationToken);
        Assert.False(result.IsError ?? false, result.StructuredContent?.GetRawText() ?? TextOf(result));
        return result.StructuredContent!.Value;
    }

    /// <summary>The structured failure of a call that must fail.</summary>
    public static async Task<JsonElement> FailAsync(
        this McpClient client, string tool, object arguments, CancellationToken cancellationToken)
    {
        var result = await client.CallToolAsync(tool, ArgumentsFrom(arguments), cancellationToken: cancellationToken);
        Assert.True(result.IsError ?? false, TextOf(result));
        return result.StructuredContent!.Value;
    }

    private static HttpClientTransport Transport(Uri mcpUrl, string accessToken) => new(new HttpClientTransportOptions
    {
        Endpoint = mcpUrl,
        TransportMode = HttpTransportMode.StreamableHttp,
        AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {accessToken}" },
    });

    /// <summary>The properties of an anonymous object, as arguments.</summary>
    public static Dictionary<string, object?> ArgumentsFrom(object arguments) =>
        JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);

    private static string TextOf(CallToolResult result) => string.Join("\n", result.Content.OfType<TextContentBlock>().Select(t => t.Text));
}
