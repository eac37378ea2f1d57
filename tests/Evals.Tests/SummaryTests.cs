using TokenVaultAgent.Evals.Grading;
using TokenVaultAgent.Evals.Reports;

namespace TokenVaultAgent.Evals.Tests;

/// <summary>What many runs come to.</summary>
public sealed class SummaryTests
{
    /// <summary>Without repeats of a scenario the bootstrap draws from a binomial distribution, whose quantiles are in tables.</summary>
    [Theory]
    [InlineData(15, 20, 0.55, 0.90)]
    [InlineData(30, 60, 0.38, 0.62)]
    [InlineData(20, 20, 1, 1)]
    [InlineData(0, 20, 0, 0)]
    public void An_interval_is_that_of_the_distribution(int held, int of, double low, double high)
    {
        var rate = Rate.Of([.. Enumerable.Range(0, of).Select(i => i < held ? 1.0 : 0.0)]);

        Assert.Equal((double)held / of, rate.Mean, 6);
        Assert.InRange(rate.Low, low - 0.051, low + 0.051);
        Assert.InRange(rate.High, high - 0.051, high + 0.051);
        Assert.Equal(rate, Rate.Of([.. Enumerable.Range(0, of).Select(i => i < held ? 1.0 : 0.0)]));
    }

    /// <summary>Choose(passed, k) / Choose(repeats, k).</summary>
    [Theory]
    [InlineData(1, 3, 4, 0.75)]
    [InlineData(2, 3, 4, 0.5)]
    [InlineData(3, 3, 4, 0.25)]
    [InlineData(4, 3, 4, 0)]
    [InlineData(4, 4, 4, 1)]
    [InlineData(2, 0, 4, 0)]
    public void To_pass_k_times_is_counted_without_bias(int k, int passed, int repeats, double expected) =>
        Assert.Equal(expected, Rate.PassHat(k, passed, repeats), 9);

    [Fact]
    public void Repeats_of_one_scenario_are_one_value()
    {
        var summary = AgentSummary.Of([Run("a", 1, passed: true), Run("a", 2, passed: false), Run("b", 1, passed: true), Run("b", 2, passed: true)]).Single();

        Assert.Equal((2, 0, 2), (summary.Tasks, summary.Attacks, summary.Repeats));
        Assert.Equal(0.75, summary.TasksDone!.Mean);
        Assert.Null(summary.AttacksThatSucceeded);
        Assert.Equal([0.75, 0.5], summary.PassHat);
    }

    [Fact]
    public void One_has_passed_that_passes_every_time()
    {
        var file = Path.GetTempFileName();
        Baseline.Write(file, [Run("a", 1, passed: true), Run("a", 2, passed: false), Run("b", 1, passed: true), Run("b", 2, passed: true)]);
        var baseline = Baseline.Read(file);
        File.Delete(file);

        Assert.Equal(["scripted/b"], baseline.Passed);
        Assert.Equal(["scripted/b"], baseline.Regressions([Run("b", 1, passed: true), Run("b", 2, passed: false), Run("a", 1, passed: false)]));
    }

    private static ReportRun Run(string scenario, int repeat, bool passed) =>
        new("scripted", scenario, repeat, scenario, null, null, passed, passed, true, 0, 0, "", []);
}
