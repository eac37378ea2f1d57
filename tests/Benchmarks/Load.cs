using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace TokenVaultAgent.Benchmarks;

/// <summary>A closed loop of tool calls over HTTP/1.1: each worker sends its next call when the last one is answered.</summary>
internal static class Load
{
    public const string Revision = "2026-07-28";

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(3);

    public static async Task<LoadResult> RunAsync(Workload workload, Uri mcpUrl, string accessToken, int workers, TimeSpan duration, Process server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = workers });
        Task<List<TimeSpan>[]> WorkAsync(TimeSpan time) =>
            Task.WhenAll(Enumerable.Range(0, workers).Select(_ => RepeatAsync(http, workload, mcpUrl, accessToken, time)));
        await WorkAsync(Warm);
        server.Refresh();
        var cpuBefore = server.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var latencies = await WorkAsync(duration);
        var elapsed = Stopwatch.GetElapsedTime(started);
        server.Refresh();
        return LoadResult.From([.. latencies.SelectMany(l => l)], elapsed, server.TotalProcessorTime - cpuBefore);
    }

    /// <exception cref="HttpRequestException">There is no connection.</exception>
    /// <exception cref="InvalidOperationException">The answer is not that of the tool.</exception>
    public static async Task CallAsync(HttpClient http, Workload workload, Uri mcpUrl, string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, mcpUrl) { Content = new ByteArrayContent(workload.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", Revision);
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", workload.Tool);
        using var response = await http.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (!response.IsSuccessStatusCode || answer.AsSpan().IndexOf(Encoding.UTF8.GetBytes(workload.Marker)) < 0)
            throw new InvalidOperationException($"{workload.Name} was not answered: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }

    private static async Task<List<TimeSpan>> RepeatAsync(HttpClient http, Workload workload, Uri mcpUrl, string accessToken, TimeSpan duration)
    {
        var latencies = new List<TimeSpan>();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var sent = Stopwatch.GetTimestamp();
            await CallAsync(http, workload, mcpUrl, accessToken);
            latencies.Add(Stopwatch.GetElapsedTime(sent));
        }

        return latencies;
    }
}

/// <summary>What one run of the loop measured.</summary>
internal sealed record LoadResult(double CallsPerSecond, TimeSpan P50, TimeSpan P99, TimeSpan CpuPerCall)
{
    public static LoadResult From(TimeSpan[] latencies, TimeSpan elapsed, TimeSpan cpu)
    {
        Array.Sort(latencies);
        return new LoadResult(
            latencies.Length / elapsed.TotalSeconds, latencies[latencies.Length / 2], latencies[(int)(latencies.Length * 0.99)], cpu / latencies.Length);
    }
}
