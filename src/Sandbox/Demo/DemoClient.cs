using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Demo;

/// <summary>A real MCP client that knows the server's address only: it finds the tenant, logs in and steps up by itself.</summary>
internal static class DemoClient
{
    /// <param name="open">What the person does with a link that the server asks them to open.</param>
    public static async Task<McpClient> ConnectAsync(
        Uri mcpUrl, ClientMetadataHost metadata, Person person, Func<Uri, Task> open, CancellationToken cancellationToken)
    {
        var login = McpLogin.Of(person, metadata.RedirectUri);
        login.ClientMetadataDocumentUri = metadata.DocumentUrl;
        var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = mcpUrl, TransportMode = HttpTransportMode.StreamableHttp, OAuth = login });
        var options = new McpClientOptions
        {
            Capabilities = new ClientCapabilities { Elicitation = new ElicitationCapability { Url = new UrlElicitationCapability() } },
            Handlers = new McpClientHandlers
            {
                ElicitationHandler = async (request, _) =>
                {
                    await open(new Uri(request!.Url!));
                    return new ElicitResult { Action = "accept" };
                },
            },
        };
        return await McpClient.CreateAsync(transport, options, cancellationToken: cancellationToken);
    }

    /// <returns>The result of a call that must succeed.</returns>
    public static async Task<JsonElement> SucceedAsync(
        this McpClient client, string tool, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: cancellationToken);
        return result.IsError is true
            ? throw new McpException($"{tool} failed: {result.StructuredContent?.GetRawText()}")
            : result.StructuredContent!.Value;
    }

    /// <returns>The failure of a call that must fail.</returns>
    public static async Task<JsonElement> FailAsync(
        this McpClient client, string tool, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: cancellationToken);
        return result.IsError is true
            ? result.StructuredContent!.Value
            : throw new McpException($"{tool} should have failed: {result.StructuredContent?.GetRawText()}");
    }
}
