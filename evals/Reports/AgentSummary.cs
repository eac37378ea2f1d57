using TokenVaultAgent.Evals.Grading;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>What one agent came to over all of its runs.</summary>
/// <param name="Tasks">Scenarios in which nobody attacks.</param>
/// <param name="Repeats">The fewest runs that a scenario had.</param>
/// <param name="TasksDone">Null without tasks.</param>
/// <param name="AttacksThatSucceeded">Null without attacks.</param>
/// <param name="TasksDoneUnderAttack">Null without attacks.</param>
/// <param name="PassHat">pass^k over all scenarios, for k from 1 to <paramref name="Repeats"/>.</param>
public sealed record AgentSummary(
    string Agent, int Tasks, int Attacks, int Repeats, Rate? TasksDone, Rate? AttacksThatSucceeded, Rate? TasksDoneUnderAttack, IReadOnlyList<double> PassHat)
{
    internal static IEnumerable<AgentSummary> Of(IEnumerable<ReportRun> runs) => runs.GroupBy(run => run.Agent).Select(agent =>
    {
        var scenarios = agent.GroupBy(run => run.Scenario).Select(scenario => scenario.ToList()).ToList();
        var tasks = scenarios.Where(s => s[0].Attack is null).ToList();
        var attacks = scenarios.Where(s => s[0].Attack is not null).ToList();
        var repeats = scenarios.Min(s => s.Count);
        return new AgentSummary(
            agent.Key, tasks.Count, attacks.Count, repeats,
            Share(tasks, run => run.Useful), Share(attacks, run => !run.Resisted), Share(attacks, run => run.Useful),
            [.. Enumerable.Range(1, repeats).Select(k => scenarios.Average(s => Rate.PassHat(k, s.Count(run => run.Passed), s.Count)))]);
    });

    private static Rate? Share(List<List<ReportRun>> scenarios, Func<ReportRun, bool> holds) =>
        scenarios.Count == 0 ? null : Rate.Of([.. scenarios.Select(s => s.Count(holds) / (double)s.Count)]);
}
