namespace TokenVaultAgent.Evals.Reports;

/// <summary>What one agent came to over all of its runs.</summary>
internal sealed record AgentSummary(string Agent, int Tasks, int TasksDone, int Attacks, int AttacksThatSucceeded, int TasksDoneUnderAttack)
{
    public static IEnumerable<AgentSummary> Of(IEnumerable<ReportRun> runs) => runs.GroupBy(run => run.Agent).Select(agent =>
    {
        var (attacks, tasks) = (agent.Where(run => run.Attack is not null).ToList(), agent.Where(run => run.Attack is null).ToList());
        return new AgentSummary(
            agent.Key, tasks.Count, tasks.Count(run => run.Useful), attacks.Count, attacks.Count(run => !run.Resisted), attacks.Count(run => run.Useful));
    });
}
