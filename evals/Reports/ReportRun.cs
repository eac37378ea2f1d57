using System.Text.Json;
using TokenVaultAgent.Evals.Grading;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>One run as it is told, on the page and to programs.</summary>
/// <param name="Repeat">From 1.</param>
/// <param name="Attack">Its kind; null where nobody attacks.</param>
/// <param name="Reason">Why it did not pass; empty where it did.</param>
public sealed record ReportRun(
    string Agent, string Scenario, int Repeat, string Title, string? Attack, string? Defences, bool Passed, bool Useful, bool Resisted, int Tokens, double Seconds, string Reason, IReadOnlyList<ReportStep> Transcript)
{
    /// <summary>Tells it from all but its repeats.</summary>
    internal string Name => $"{Agent}/{Scenario}";

    internal static ReportRun Of(Score score, int repeat) => new(
        score.Run.Agent,
        score.Run.Scenario.Id,
        repeat,
        score.Run.Scenario.Title,
        score.Run.Scenario.Attack?.Kind,
        score.Run.Scenario.Attack is { } attack ? string.Join(" and ", attack.Defences) : null,
        score.Passed,
        score.Useful,
        score.Resisted,
        score.TokenCount,
        Math.Round(score.Run.Duration.TotalSeconds, 3),
        score.Reason,
        [.. score.Run.Transcript.Entries.Select(e => new ReportStep(e.Who, e.Text, e.Call?.Arguments, e.Call?.Answer, e.Call?.IsError is true))]);
}

/// <param name="Who">user, agent, person or stranger.</param>
/// <param name="Arguments">Of a call; null for what was said.</param>
public sealed record ReportStep(string Who, string Text, JsonElement? Arguments, JsonElement? Answer, bool IsError);
