using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>Everything, transcripts too, for programs.</summary>
internal static class JsonReport
{
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Write(string file, IReadOnlyList<ReportRun> runs) =>
        File.WriteAllText(file, JsonSerializer.Serialize(new { Version, Agents = AgentSummary.Of(runs), Runs = runs }, Options));
}
