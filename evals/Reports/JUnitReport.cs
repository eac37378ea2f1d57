using System.Globalization;
using System.Xml.Linq;
using TokenVaultAgent.Evals.Grading;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>JUnit's XML, which CI systems read: a suite an agent, a case a scenario. What did not pass before either is skipped.</summary>
internal static class JUnitReport
{
    public static void Write(string file, IReadOnlyList<Score> scores, Baseline? baseline) => new XDocument(new XElement(
        "testsuites",
        scores.GroupBy(s => s.Run.Agent).Select(agent => new XElement(
            "testsuite",
            new XAttribute("name", $"evals.{agent.Key}"),
            new XAttribute("tests", agent.Count()),
            new XAttribute("failures", agent.Count(s => !s.Passed && !IsKnown(s, baseline))),
            new XAttribute("skipped", agent.Count(s => !s.Passed && IsKnown(s, baseline))),
            new XAttribute("time", Seconds(agent.Sum(s => s.Run.Duration.TotalSeconds))),
            agent.Select(score => Case(score, baseline)))))).Save(file);

    private static XElement Case(Score score, Baseline? baseline) => new(
        "testcase",
        new XAttribute("name", score.Run.Scenario.Id),
        new XAttribute("classname", $"evals.{score.Run.Agent}"),
        new XAttribute("time", Seconds(score.Run.Duration.TotalSeconds)),
        score.Passed ? null : new XElement(IsKnown(score, baseline) ? "skipped" : "failure", new XAttribute("message", Printable(score.Reason))));

    private static bool IsKnown(Score score, Baseline? baseline) => baseline is not null && baseline.Regressions([score]).Count == 0;

    /// <summary>XML 1.0 has no place for control characters.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
