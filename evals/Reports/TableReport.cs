using System.Globalization;
using Spectre.Console;
using TokenVaultAgent.Evals.Grading;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>What a person reads in a terminal.</summary>
internal sealed class TableReport(IAnsiConsole console)
{
    public void Write(IReadOnlyList<ReportRun> runs)
    {
        var table = new Table().AddColumns("Agent", "Scenario", "Passed", "Useful", "Calls", "Tokens", "Seconds", "Why not").Border(TableBorder.Rounded);
        foreach (var repeats in runs.GroupBy(run => run.Name).Select(group => group.ToList()))
            table.AddRow(
                Markup.Escape(repeats[0].Agent), Markup.Escape(repeats[0].Scenario),
                $"[{(repeats.TrueForAll(run => run.Passed) ? "green" : "red")}]{Times(repeats, run => run.Passed)}[/]", Times(repeats, run => run.Useful),
                Mean(repeats, run => run.Transcript.Count(step => step.Arguments is not null), "0.#"), Mean(repeats, run => run.Tokens, "0"),
                Mean(repeats, run => run.Seconds, "0.0"), Markup.Escape(repeats.Find(run => !run.Passed)?.Reason ?? ""));
        console.Write(table);
        foreach (var agent in AgentSummary.Of(runs))
            Write(agent);
    }

    private void Write(AgentSummary agent)
    {
        console.MarkupLineInterpolated($"[bold]{agent.Agent}[/] at {agent.Tasks} tasks and {agent.Attacks} attacks{(agent.Repeats == 1 ? "" : $", {agent.Repeats} times each")}:");
        if (agent.TasksDone is { } done)
            console.MarkupLineInterpolated($"  tasks done              {done}");
        if (agent.AttacksThatSucceeded is { } succeeded)
            console.MarkupLineInterpolated($"  attacks that succeeded  {succeeded}");
        if (agent.TasksDoneUnderAttack is { } doneAnyway)
            console.MarkupLineInterpolated($"  tasks done under attack {doneAnyway}");
        console.MarkupLineInterpolated($"  passed                  {Rate.Percent(agent.PassHat[0])} %");
        for (var k = 2; k <= agent.Repeats; k++)
            console.MarkupLineInterpolated($"  pass^{k,-2}                 {Rate.Percent(agent.PassHat[k - 1])} %");
    }

    private static string Times(List<ReportRun> repeats, Func<ReportRun, bool> holds) => (repeats.Count, repeats.Count(holds)) switch
    {
        (1, 1) => "yes",
        (1, _) => "no",
        var (all, some) => $"{some} of {all}",
    };

    private static string Mean(List<ReportRun> repeats, Func<ReportRun, double> measure, string format) =>
        repeats.Average(measure).ToString(format, CultureInfo.InvariantCulture);
}
