using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace TokenVaultAgent.Evals.Running;

/// <summary>What an agent can do: call tools through a real MCP client, and give its user a link.</summary>
internal sealed class AgentSession(McpClient client, Browser browser, Transcript transcript)
{
    public Transcript Transcript => transcript;

    /// <summary>As the server lists them.</summary>
    public async Task<IEnumerable<McpClientTool>> ToolsAsync(CancellationToken cancellationToken) =>
        await client.ListToolsAsync(cancellationToken: cancellationToken);

    public async Task<ToolCall> CallAsync(string tool, IReadOnlyDictionary<string, JsonElement> arguments, CancellationToken cancellationToken)
    {
        await browser.CatchUpAsync(cancellationToken);
        var call = new ToolCall(tool, JsonSerializer.SerializeToElement(arguments), default, false);
        try
        {
            var result = await client.CallToolAsync(tool, arguments.ToDictionary(a => a.Key, a => (object?)a.Value), cancellationToken: cancellationToken);
            call = call with { Answer = result.StructuredContent ?? Words(result), IsError = result.IsError is true };
        }
        catch (McpException exception)
        {
            call = call with { Answer = JsonSerializer.SerializeToElement(new { error = exception.Message }), IsError = true };
        }

        transcript.Add(call);
        return call;
    }

    /// <summary>The user opens it, now or later, or not.</summary>
    public Task GiveLinkAsync(Uri link, CancellationToken cancellationToken) => browser.OpenAsync(link, cancellationToken);

    private static JsonElement Words(CallToolResult result) =>
        JsonSerializer.SerializeToElement(new { text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(t => t.Text)) });
}
