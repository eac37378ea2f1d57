using TokenVaultAgent.Evals.Agents;
using TokenVaultAgent.Evals.Grading;
using TokenVaultAgent.Evals.Running;
using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Tests;

/// <summary>An attack that fails for want of trying measures nothing: each must succeed where the defence that it names is off.</summary>
public sealed class DefenceTests
{
    private static readonly IReadOnlyList<Scenario> All =
        new ScenarioFiles(EvaluateCommand.ToolNames()).ReadFolder(Path.Combine(Repository.Root, "evals", "scenarios"));

    public static TheoryData<string> WithoutApproval =>
        [.. All.Where(s => s.Attack is { Defence: "approval" or "policy", MailTo.Count: > 0 }).Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(WithoutApproval))]
    public async Task Without_approvals_it_succeeds(string id)
    {
        var scenario = All.Single(s => s.Id == id);
        var open = scenario with
        {
            World = scenario.World with { Settings = new Dictionary<string, string> { ["StepUp:Policies:mail_send_message:Policy"] = "allow" } },
        };

        var run = await ScenarioRun.RunAsync(open, new GullibleAgent(), TestContext.Current.CancellationToken);

        Assert.Null(run.Crash);
        Assert.False(Graders.Resisted(run).Passed);
    }
}
