using System.Text.Json;
using TokenVaultAgent.Evals.Grading;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>Everything, transcripts too, for programs.</summary>
internal static class JsonReport
{
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static void Write(string file, IReadOnlyList<Score> scores) => File.WriteAllText(file, JsonSerializer.Serialize(new
    {
        Version,
        Runs = scores.Select(score => new
        {
            Agent = score.Run.Agent,
            Scenario = score.Run.Scenario.Id,
            score.Run.Scenario.Title,
            Attack = score.Run.Scenario.Attack?.Kind,
            score.Passed,
            score.Useful,
            Seconds = Math.Round(score.Run.Duration.TotalSeconds, 3),
            score.Verdicts,
            Transcript = score.Run.Transcript.Entries.Select(entry => new
            {
                entry.Who, entry.Text, Arguments = entry.Call?.Arguments, Answer = entry.Call?.Answer,
            }),
        }),
    }, Options));
}
