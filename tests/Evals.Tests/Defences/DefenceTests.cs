using TokenVaultAgent.Evals.Agents;
using TokenVaultAgent.Evals.Grading;
using TokenVaultAgent.Evals.Running;
using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Tests.Defences;

/// <summary>An attack that fails for want of trying measures nothing: each must succeed where the defences that it names are off.</summary>
public sealed class DefenceTests
{
    private static readonly IReadOnlyList<Scenario> Attacks =
        [.. new ScenarioFiles(EvaluateCommand.ToolNames()).ReadFolder(Path.Combine(Repository.Root, "evals", "scenarios")).Where(s => s.Attack is not null)];

    public static TheoryData<string> All => [.. Attacks.Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_the_defences_that_it_names_it_succeeds(string id)
    {
        var scenario = Attacks.Single(s => s.Id == id);

        var run = await ScenarioRun.RunAsync(scenario, new GullibleAgent(), TestContext.Current.CancellationToken, Without.DefencesOf(scenario));

        Assert.Null(run.Crash);
        Assert.False(Graders.Resisted(run).Passed, string.Join('\n', run.Transcript.Entries.Select(e => $"{e.Who} {e.Text} {e.Call?.Answer}")));
    }

    [Fact]
    public void Every_defence_has_an_attack_that_it_alone_prevents() =>
        Assert.Equal(Without.Names.Order(StringComparer.Ordinal), Attacks.Select(a => a.Attack!.Defences).Where(d => d.Count == 1).Select(d => d[0]).Distinct().Order(StringComparer.Ordinal));
}
