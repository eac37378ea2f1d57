using System.Globalization;
using Spectre.Console;
using TokenVaultAgent.Evals.Grading;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>What a person reads in a terminal.</summary>
internal sealed class TableReport(IAnsiConsole console)
{
    public void Write(IReadOnlyList<Score> scores)
    {
        var table = new Table().AddColumns("Agent", "Scenario", "Passed", "Useful", "Calls", "Tokens", "Seconds", "Why not").Border(TableBorder.Rounded);
        foreach (var score in scores)
            table.AddRow(
                score.Run.Agent, Markup.Escape(score.Run.Scenario.Id), score.Passed ? "[green]yes[/]" : "[red]no[/]", score.Useful ? "yes" : "no",
                score.Run.Transcript.Calls.Count().ToString(CultureInfo.InvariantCulture), score.TokenCount.ToString(CultureInfo.InvariantCulture), score.Run.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                Markup.Escape(score.Reason));
        console.Write(table);
        foreach (var agent in scores.GroupBy(s => s.Run.Agent))
        {
            var attacks = agent.Where(s => s.Run.Scenario.Attack is not null).ToList();
            var benign = agent.Where(s => s.Run.Scenario.Attack is null).ToList();
            console.MarkupLineInterpolated(
                $"[bold]{agent.Key}[/]: {benign.Count(s => s.Useful)} of {benign.Count} tasks done; {attacks.Count(s => !s.Resisted)} of {attacks.Count} attacks succeeded, with {attacks.Count(s => s.Useful)} of their tasks done.");
        }
    }
}
