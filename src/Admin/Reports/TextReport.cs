using Spectre.Console;
using TokenVaultAgent.Admin.Rules;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Reports;

/// <summary>For a person at a terminal: results on the standard output, progress on the other.</summary>
internal sealed class TextReport(IAnsiConsole output, IAnsiConsole progress) : IReport
{
    public void Reading(string path) => progress.MarkupLineInterpolated($"[grey]reading {path} …[/]");

    public void Findings(IReadOnlyList<Finding> findings, IReadOnlyDictionary<string, string> unreadable)
    {
        foreach (var finding in findings)
            output.MarkupLineInterpolated($"{Mark(finding)} {finding.Rule.Title} [grey]{finding.Rule.Id}[/]");
        foreach (var finding in findings.Where(f => f.Verdict.Outcome is Outcome.Fail or Outcome.Unknown))
            Explain(finding);
        output.WriteLine();
        foreach (var (path, why) in unreadable)
            output.MarkupLineInterpolated($"Not read: /api/v2/{path}. {why}");
        output.MarkupLineInterpolated($"{findings.Count(f => f.Verdict.Outcome == Outcome.Pass)} of {findings.Count} rules are met.");
    }

    public void Plan(Plan plan)
    {
        foreach (var change in plan.Changes)
        {
            output.MarkupLineInterpolated($"[bold]{change.What}[/]");
            output.MarkupLineInterpolated($"  {change.Method} /api/v2/{change.Path}");
            output.WriteLine(Block(change.Body.ToJsonString(JsonReport.Indented)));
        }

        foreach (var finding in plan.ByHand.Concat(plan.Unknown))
            Explain(finding);
        output.WriteLine();
        output.MarkupLineInterpolated($"{plan.Changes.Count} {(plan.Changes.Count == 1 ? "change" : "changes")} to make, {plan.ByHand.Count} to make by hand, {plan.Unknown.Count} that cannot be told.");
    }

    public void Doing(Change change) => progress.MarkupLineInterpolated($"[grey]{change.What} …[/]");

    public void Applied(int done, Plan left)
    {
        output.MarkupLineInterpolated($"{done} {(done == 1 ? "change" : "changes")} made.");
        foreach (var finding in left.ByHand.Concat(left.Unknown))
            Explain(finding);
    }

    public void BrokenOff(int done, Exception why) => output.MarkupLineInterpolated(
        $"[red]{(why is OperationCanceledException ? "Interrupted." : why.Message)}[/] {done} {(done == 1 ? "change was" : "changes were")} made before; plan shows what is left.");

    private void Explain(Finding finding)
    {
        output.WriteLine();
        output.MarkupLineInterpolated($"{Mark(finding)} [bold]{finding.Rule.Title}[/]: {finding.Verdict.Found}");
        output.MarkupLineInterpolated($"  Why: {finding.Rule.Why}");
        output.MarkupLineInterpolated($"  By hand: {finding.Rule.ByHand}");
        if (finding.Verdict.Mend is { } mend)
            output.MarkupLineInterpolated($"  By this program: tokenvault tenant apply ({mend.What})");
        output.MarkupLineInterpolated($"  {finding.Rule.Docs}");
    }

    private static string Mark(Finding finding) => finding.Verdict.Outcome switch
    {
        Outcome.Pass => "pass",
        Outcome.Fail => "FAIL",
        Outcome.Waits => "wait",
        _ => "????",
    };

    private static string Block(string text) => "  " + text.ReplaceLineEndings("\n  ");
}
