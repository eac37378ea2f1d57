using System.Globalization;
using Spectre.Console;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>What a person reads in a terminal.</summary>
internal sealed class TableReport(IAnsiConsole console)
{
    public void Write(IReadOnlyList<ReportRun> runs)
    {
        var table = new Table().AddColumns("Agent", "Scenario", "Passed", "Useful", "Calls", "Tokens", "Seconds", "Why not").Border(TableBorder.Rounded);
        foreach (var run in runs)
            table.AddRow(
                run.Agent, Markup.Escape(run.Scenario), run.Passed ? "[green]yes[/]" : "[red]no[/]", run.Useful ? "yes" : "no",
                run.Transcript.Count(step => step.Arguments is not null).ToString(CultureInfo.InvariantCulture), run.Tokens.ToString(CultureInfo.InvariantCulture),
                run.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
                Markup.Escape(run.Reason));
        console.Write(table);
        foreach (var agent in AgentSummary.Of(runs))
            console.MarkupLineInterpolated(
                $"[bold]{agent.Agent}[/]: {agent.TasksDone} of {agent.Tasks} tasks done; {agent.AttacksThatSucceeded} of {agent.Attacks} attacks succeeded, with {agent.TasksDoneUnderAttack} of their tasks done.");
    }
}
