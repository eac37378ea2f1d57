using System.Diagnostics;
using Spectre.Console;

namespace TokenVaultAgent.Benchmarks;

/// <summary>Asks this server and a baseline the same, in turn, and tells what this server costs over it.</summary>
internal static class Comparison
{
    private const int Starts = 5;

    private static readonly int[] Workers = [1, 16];

    public static async Task<int> RunAsync(TimeSpan duration, int rounds, string only, Parts parts, FileInfo? published, FileInfo? report, CancellationToken cancellationToken)
    {
        var workloads = Workload.All.Where(w => w.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        await using var servers = await Servers.StartAsync(published, cancellationToken);
        var results = new Measurements([], []);
        foreach (var workload in parts == Parts.Cold ? [] : workloads)
            await WarmAsync(servers, workload, duration, rounds, results);
        // All tools start alike.
        foreach (var workload in parts == Parts.Warm ? [] : workloads.Where(w => w.Tool == Workload.CalendarTool))
            await ColdAsync(servers, workload, results);

        AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(new Text(results.ToMarkdown()));
        AnsiConsole.WriteLine($"Exchanges made: {servers.Exchanges}");
        if (report is not null)
            await results.WriteIntoAsync(report, cancellationToken);
        return 0;
    }

    /// <summary>The median of the rounds, of which each measures both.</summary>
    private static async Task WarmAsync(Servers servers, Workload workload, TimeSpan duration, int rounds, Measurements results)
    {
        using var agent = await UpAsync(servers.Agent(), workload, servers.AccessToken);
        using var baseline = await UpAsync(servers.Baseline(workload.Provider), workload, servers.AccessToken);
        foreach (var workers in Workers)
        {
            var (bare, ours) = (new List<LoadResult>(), new List<LoadResult>());
            for (var round = 0; round < rounds; round++)
            {
                AnsiConsole.MarkupLineInterpolated($"[grey]{workload.Name}: {workers} workers, round {round + 1} of {rounds}[/]");
                bare.Add(await Load.RunAsync(workload, baseline.McpUrl, servers.AccessToken, workers, duration, baseline.Child.Process));
                ours.Add(await Load.RunAsync(workload, agent.McpUrl, servers.AccessToken, workers, duration, agent.Child.Process));
            }

            results.Warm.Add(new WarmResult(workload, workers, Median(bare), Median(ours)));
        }
    }

    /// <summary>From the start of the process to its first result, over accounts that are known; the median of some starts.</summary>
    private static async Task ColdAsync(Servers servers, Workload workload, Measurements results)
    {
        var (bare, ours) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var start = 0; start < Starts; start++)
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]{workload.Name}: start {start + 1} of {Starts}[/]");
            bare.Add(await FirstResultAsync(() => servers.Baseline(workload.Provider), workload, servers.AccessToken));
            ours.Add(await FirstResultAsync(servers.Agent, workload, servers.AccessToken));
        }

        results.Cold.Add(new ColdResult(workload, bare.Order().ElementAt(Starts / 2), ours.Order().ElementAt(Starts / 2)));
    }

    private static async Task<TimeSpan> FirstResultAsync(Func<Server> start, Workload workload, string accessToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var server = await UpAsync(start(), workload, accessToken);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<Server> UpAsync(Server server, Workload workload, string accessToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        await server.Child.WhenUpAsync(() => Load.CallAsync(http, workload, server.McpUrl, accessToken));
        return server;
    }

    private static LoadResult Median(List<LoadResult> results) => results.OrderBy(r => r.CpuPerCall).ElementAt(results.Count / 2);
}

internal enum Parts
{
    All,
    Warm,
    Cold,
}
