using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace TokenVaultAgent.Benchmarks;

/// <summary>A closed loop of tool calls over HTTP/1.1: each worker sends its next call when the last one is answered.</summary>
internal static class Load
{
    public const string Tool = "calendar_list_events";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"calendar_list_events",
        "arguments":{"from":"2026-03-02T00:00:00Z","to":"2026-03-06T00:00:00Z"},
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
        "io.modelcontextprotocol/clientInfo":{"name":"load","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}
        """);

    public static async Task<LoadResult> RunAsync(Uri mcpUrl, string accessToken, int workers, TimeSpan duration, Process server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = workers });
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(http, mcpUrl, accessToken, TimeSpan.FromSeconds(2))));
        server.Refresh();
        var cpuBefore = server.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(http, mcpUrl, accessToken, duration)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        server.Refresh();
        return LoadResult.From([.. latencies.SelectMany(l => l)], elapsed, server.TotalProcessorTime - cpuBefore);
    }

    private static async Task<List<TimeSpan>> WorkAsync(HttpClient http, Uri mcpUrl, string accessToken, TimeSpan duration)
    {
        var latencies = new List<TimeSpan>();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var sent = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, mcpUrl) { Content = new ByteArrayContent(Body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
            request.Headers.Add("Mcp-Method", "tools/call");
            request.Headers.Add("Mcp-Name", Tool);
            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadAsByteArrayAsync();
            latencies.Add(Stopwatch.GetElapsedTime(sent));
            if (!response.IsSuccessStatusCode || answer.AsSpan().IndexOf("Planning round 24"u8) < 0)
                throw new InvalidOperationException($"A call was not answered with the events: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
        }

        return latencies;
    }
}

/// <summary>What one run of the loop measured.</summary>
internal sealed record LoadResult(double RequestsPerSecond, TimeSpan P50, TimeSpan P99, TimeSpan CpuPerCall, int Calls)
{
    public static LoadResult From(TimeSpan[] latencies, TimeSpan elapsed, TimeSpan cpu)
    {
        Array.Sort(latencies);
        return new LoadResult(
            latencies.Length / elapsed.TotalSeconds,
            latencies[latencies.Length / 2],
            latencies[(int)(latencies.Length * 0.99)],
            cpu / latencies.Length,
            latencies.Length);
    }
}
