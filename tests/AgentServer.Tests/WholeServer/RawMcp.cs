using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>Requests to the MCP endpoint written by hand, for what a well-behaved client never sends.</summary>
internal static class RawMcp
{
    public const string Newest = "2026-07-28";
    public const string Previous = "2025-11-25";

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>A <c>tools/call</c> as a client of that revision writes it.</summary>
    public static HttpRequestMessage Call(Uri mcpUrl, string? token, string tool, string arguments = "{}", string revision = Newest)
    {
        var parameters = new JsonObject { ["name"] = tool, ["arguments"] = JsonNode.Parse(arguments) };
        return Request(mcpUrl, token, "tools/call", parameters, revision, tool);
    }

    public static HttpRequestMessage Request(
        Uri mcpUrl, string? token, string method, JsonObject parameters, string revision = Newest, string? name = null,
        JsonObject? capabilities = null)
    {
        if (revision == Newest)
        {
            parameters["_meta"] = new JsonObject
            {
                ["io.modelcontextprotocol/protocolVersion"] = revision,
                ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
                ["io.modelcontextprotocol/clientCapabilities"] = capabilities ?? [],
            };
        }

        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters };
        var request = Post(mcpUrl, token, body.ToJsonString());
        request.Headers.Add("MCP-Protocol-Version", revision);
        if (revision != Newest)
            return request;
        request.Headers.Add("Mcp-Method", method);
        if (name is not null)
            request.Headers.Add("Mcp-Name", name);
        return request;
    }

    public static HttpRequestMessage Post(Uri mcpUrl, string? token, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, mcpUrl) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    public static async Task<RawAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return new RawAnswer(response.StatusCode, response.Headers.WwwAuthenticate.ToString(), text);
        }
    }
}

internal sealed record RawAnswer(HttpStatusCode Status, string Challenge, string Text)
{
    /// <summary>The JSON-RPC message, whether it came alone or as a server-sent event.</summary>
    public JsonElement Message => JsonDocument.Parse(
        Text.Split('\n').FirstOrDefault(line => line.StartsWith("data: {", StringComparison.Ordinal))?[6..] ?? Text).RootElement;

    /// <summary>What the tool answered: its result, or its failure.</summary>
    public JsonElement Content => Message.GetProperty("result").GetProperty("structuredContent");
}
