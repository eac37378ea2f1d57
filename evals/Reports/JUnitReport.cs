using System.Globalization;
using System.Xml.Linq;

namespace TokenVaultAgent.Evals.Reports;

/// <summary>JUnit's XML, which CI systems read: a suite an agent, a case a scenario. What did not pass before either is skipped.</summary>
internal static class JUnitReport
{
    public static void Write(string file, IReadOnlyList<ReportRun> runs, Baseline? baseline) => new XDocument(new XElement(
        "testsuites",
        runs.GroupBy(r => r.Agent).Select(agent => new XElement(
            "testsuite",
            new XAttribute("name", $"evals.{agent.Key}"),
            new XAttribute("tests", agent.Count()),
            new XAttribute("failures", agent.Count(s => !s.Passed && !IsKnown(s, baseline))),
            new XAttribute("skipped", agent.Count(s => !s.Passed && IsKnown(s, baseline))),
            new XAttribute("time", Seconds(agent.Sum(r => r.Seconds))),
            agent.Select(run => Case(run, baseline)))))).Save(file);

    private static XElement Case(ReportRun run, Baseline? baseline) => new(
        "testcase",
        new XAttribute("name", run.Repeat == 1 ? run.Scenario : $"{run.Scenario} ({run.Repeat})"),
        new XAttribute("classname", $"evals.{run.Agent}"),
        new XAttribute("time", Seconds(run.Seconds)),
        run.Passed ? null : new XElement(IsKnown(run, baseline) ? "skipped" : "failure", new XAttribute("message", Printable(run.Reason))));

    private static bool IsKnown(ReportRun run, Baseline? baseline) => baseline is not null && baseline.Regressions([run]).Count == 0;

    /// <summary>XML 1.0 has no place for control characters.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
