using System.Globalization;
using System.Text;

namespace TokenVaultAgent.Benchmarks;

/// <summary>What was measured, as Markdown.</summary>
internal sealed record Measurements(List<WarmResult> Warm, List<ColdResult> Cold)
{
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
