using System.Globalization;
using System.Text;

namespace TokenVaultAgent.Benchmarks;

/// <summary>What was measured, as Markdown.</summary>
internal sealed record Measurements(List<WarmResult> Warm, List<ColdResult> Cold)
{
    private const string Begin = "<!-- results: made by tests/Benchmarks -->";
    private const string End = "<!-- end of results -->";

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Row(text, "workers", "tool", "server", "calls/s", "p50 ms", "p99 ms", "CPU µs a call", "calls/s ratio", "p50 ratio", "p99 ratio", "CPU ratio");
        Row(text, [.. Enumerable.Repeat("---", 11)]);
        foreach (var result in Warm)
        {
            var (bare, ours) = (result.Bare, result.Ours);
            Row(text, [$"{result.Workers}", result.Workload.Name, "bare SDK", .. Figures(bare), "", "", "", ""]);
            Row(text, [$"{result.Workers}", result.Workload.Name, "this server", .. Figures(ours),
                Ratio(ours.CallsPerSecond / bare.CallsPerSecond), Ratio(ours.P50 / bare.P50), Ratio(ours.P99 / bare.P99), Ratio(result.CpuRatio)]);
        }

        text.AppendLine();
        Row(text, "tool", "bare SDK, ms to the first result", "this server", "ratio");
        Row(text, "---", "---", "---", "---");
        foreach (var result in Cold)
            Row(text, result.Workload.Name, $"{result.Bare.TotalMilliseconds:F0}", $"{result.Ours.TotalMilliseconds:F0}", Ratio(result.Ours / result.Bare));
        return text.ToString();
    }

    /// <exception cref="InvalidOperationException">The file has no marks.</exception>
    public async Task WriteIntoAsync(FileInfo report, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(report.FullName, cancellationToken);
        var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (start < 0 || end < start)
            throw new InvalidOperationException($"{report.Name} has no lines {Begin} and {End}.");
        await File.WriteAllTextAsync(report.FullName, $"{text[..(start + Begin.Length)]}\n{Chart()}\n{ToMarkdown()}{text[end..]}", cancellationToken);
    }

    /// <summary>Processor time of a call over that of the bare SDK, which is 1.</summary>
    private string Chart()
    {
        var most = Warm.Where(result => result.Workers == Warm.Max(r => r.Workers)).ToList();
        return most.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"""
            ```mermaid
            xychart-beta
                title "Processor time of a call at {most[0].Workers} workers (bars; the line is the bare SDK)"
                x-axis [{string.Join(", ", most.Select(result => $"\"{result.Workload.Name.Split('_')[0]} {result.Workload.Provider}\""))}]
                y-axis "times the bare SDK" 0 --> 2
                bar [{string.Join(", ", most.Select(result => Ratio(result.CpuRatio)))}]
                line [{string.Join(", ", most.Select(_ => "1"))}]
            ```

            """);
    }

    private static string[] Figures(LoadResult result) =>
    [
        $"{result.CallsPerSecond:F0}", $"{result.P50.TotalMilliseconds:F2}", $"{result.P99.TotalMilliseconds:F2}", $"{result.CpuPerCall.TotalMicroseconds:F0}",
    ];

    private static string Ratio(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells) => text.Append("| ").AppendJoin(" | ", cells!).AppendLine(" |");
}

internal sealed record WarmResult(Workload Workload, int Workers, LoadResult Bare, LoadResult Ours)
{
    public double CpuRatio => Ours.CpuPerCall / Bare.CpuPerCall;
}

internal sealed record ColdResult(Workload Workload, TimeSpan Bare, TimeSpan Ours);
