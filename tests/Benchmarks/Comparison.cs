using Spectre.Console;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Benchmarks;

/// <summary>Runs both servers against one provider and one tenant, in turn, and prints what this server costs over the baseline.</summary>
internal static class Comparison
{
    private const string Address = "ada.moreau@gmail.example";

    private static readonly int[] Workers = [1, 16];

    public static async Task<int> RunAsync(TimeSpan duration, int rounds, CancellationToken cancellationToken)
    {
        var (google, baseline, agent) = (Child.FreeUrl(), Child.FreeUrl(), Child.FreeUrl());
        var mcpUrl = new Uri(agent, "mcp");
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions(), cancellationToken);
        sandbox.Tenant.SetAgentServer(mcpUrl);
        var storage = Directory.CreateTempSubdirectory("token-vault-agent-bench-");

        using var googleProcess = await Child.StartAsync(google, [Child.Google, google.ToString(), Address], NoSettings, cancellationToken);
        using var baselineProcess = await Child.StartAsync(
            baseline, [Child.Baseline, baseline.ToString(), sandbox.Auth0Url.ToString(), mcpUrl.ToString(), google.ToString()], NoSettings, cancellationToken);
        using var agentProcess = await Child.StartAsync(
            agent, [Child.AgentServer], Settings(sandbox, mcpUrl, agent, google, Path.Combine(storage.FullName, "agent.db")), cancellationToken);

        using var ada = Person.From(sandbox.Tenant.FindUser("ada@acme.example")!, sandbox.Clock);
        using var http = new HttpClient(new SocketsHttpHandler());
        var chat = sandbox.Tenant.ChatClient;
        var tokens = await new PublicClient(sandbox.Auth0Url, chat.ClientId, chat.Callbacks[0], http)
            .LogInAsync(ada, mcpUrl, "calendar:read", cancellationToken);

        var table = new Table().Border(TableBorder.Markdown).AddColumns(
            "workers", "server", "calls/s", "p50 ms", "p99 ms", "CPU µs/call", "calls/s ratio", "p50 ratio", "p99 ratio", "CPU ratio");
        foreach (var workers in Workers)
        {
            var (bare, ours) = (new List<LoadResult>(), new List<LoadResult>());
            for (var round = 0; round < rounds; round++)
            {
                bare.Add(await Load.RunAsync(new Uri(baseline, "mcp"), tokens.AccessToken, workers, duration, baselineProcess.Process));
                ours.Add(await Load.RunAsync(mcpUrl, tokens.AccessToken, workers, duration, agentProcess.Process));
                AnsiConsole.MarkupLineInterpolated($"[grey]{workers} workers, round {round + 1} of {rounds}[/]");
            }

            AddRows(table, workers, Median(bare), Median(ours));
        }

        AnsiConsole.Profile.Width = 140;
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"Exchanges made: {sandbox.Tenant.Exchanges.Entries.Count}");
        storage.Delete(recursive: true);
        return 0;
    }

    private static readonly Dictionary<string, string?> NoSettings = [];

    private static Dictionary<string, string?> Settings(SandboxHost sandbox, Uri mcpUrl, Uri listen, Uri google, string storage)
    {
        var settings = SandboxProduct.AgentServerSettings(sandbox, mcpUrl)
            .Where(setting => !setting.Key.StartsWith("Vault:Connections:1", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        settings["Providers:GoogleCalendarUrl"] = google.ToString();
        settings["Providers:GoogleUserInfoUrl"] = new Uri(google, "v1/userinfo").ToString();
        settings["Storage:ConnectionString"] = $"Data Source={storage}";
        settings["urls"] = listen.ToString();
        return settings;
    }

    private static LoadResult Median(List<LoadResult> results) => results.OrderBy(r => r.RequestsPerSecond).ElementAt(results.Count / 2);

    private static void AddRows(Table table, int workers, LoadResult bare, LoadResult ours)
    {
        table.AddRow([$"{workers}", "bare SDK", .. Figures(bare), "1.00", "1.00", "1.00", "1.00"]);
        table.AddRow([$"{workers}", "this server", .. Figures(ours),
            $"{ours.RequestsPerSecond / bare.RequestsPerSecond:F2}", $"{ours.P50 / bare.P50:F2}", $"{ours.P99 / bare.P99:F2}",
            $"{ours.CpuPerCall / bare.CpuPerCall:F2}"]);
    }

    private static string[] Figures(LoadResult result) =>
    [
        $"{result.RequestsPerSecond:F0}", $"{result.P50.TotalMilliseconds:F2}", $"{result.P99.TotalMilliseconds:F2}",
        $"{result.CpuPerCall.TotalMicroseconds:F0}",
    ];
}
