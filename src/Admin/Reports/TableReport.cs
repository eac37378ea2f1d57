using Spectre.Console;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Rules;

namespace TokenVaultAgent.Admin.Reports;

/// <summary>For a person at a terminal: results on the standard output, progress on the other.</summary>
internal sealed class TableReport(IAnsiConsole output, IAnsiConsole progress) : IReport
{
    public void Reading(string path) => progress.MarkupLineInterpolated($"[grey]reading {path} …[/]");

    public void Findings(IReadOnlyList<Finding> findings, IReadOnlyDictionary<string, string> unreadable)
    {
        var table = new Table().AddColumns("", "Rule", "What must be").Border(TableBorder.Rounded);
        foreach (var finding in findings)
            table.AddRow(new Text(Mark(finding)), new Text(finding.Rule.Id), new Text(finding.Rule.Title));
        output.Write(table);
        foreach (var finding in findings.Where(f => f.Verdict.Outcome is Outcome.Fail or Outcome.Warn or Outcome.Unknown))
            Explain(finding);
        output.WriteLine();
        foreach (var (path, why) in unreadable)
            output.MarkupLineInterpolated($"Not read: /api/v2/{path}. {why}");
        output.MarkupLineInterpolated($"{findings.Count(f => f.Verdict.Outcome == Outcome.Pass)} of {findings.Count} rules are met.");
    }

    public void Plan(Plan plan)
    {
        foreach (var change in plan.Changes)
            Show(change);

        foreach (var finding in plan.ByHand.Concat(plan.Unknown))
            Explain(finding);
        output.WriteLine();
        output.MarkupLineInterpolated($"{Changes(plan.Changes.Count)} to make, {plan.ByHand.Count} to make by hand, {plan.Unknown.Count} that cannot be told.");
    }

    public void Doing(Change change) => progress.MarkupLineInterpolated($"[grey]{change.What} …[/]");

    public void Applied(int done, Plan left)
    {
        output.MarkupLineInterpolated($"{Changes(done)} made.");
        foreach (var finding in left.ByHand.Concat(left.Unknown))
            Explain(finding);
    }

    public void Undo(Undo undo)
    {
        foreach (var (step, standing) in undo.Steps)
            if (standing == Standing.IsAsLeft)
                Show(step.Back);
            else
                Explain(step, standing);
        output.WriteLine();
        output.MarkupLineInterpolated($"{Changes(undo.Steps.Count(s => s.Standing == Standing.IsAsLeft))} to take back, {undo.Left.Count} that will be left.");
    }

    public void Undone(int done, IReadOnlyList<(Step Step, Standing Standing)> left)
    {
        output.MarkupLineInterpolated($"{Changes(done)} taken back.");
        foreach (var (step, standing) in left)
            Explain(step, standing);
    }

    public void BrokenOff(int done, Exception why) => output.MarkupLineInterpolated(
        $"[red]{(why is OperationCanceledException ? "Interrupted." : why.Message)}[/] {Changes(done)} before it; the same command again goes on.");

    private static string Changes(int count) => count == 1 ? "1 change" : $"{count} changes";

    private void Show(Change change)
    {
        output.MarkupLineInterpolated($"[bold]{change.What}[/]");
        output.MarkupLineInterpolated($"  {change.Method} /api/v2/{change.Path}");
        if (change.Body is { } body)
            output.WriteLine(Block(body.ToJsonString(JsonReport.Indented)));
    }

    private void Explain(Step step, Standing standing) => output.MarkupLineInterpolated($"[bold]{step.What}[/]: {standing switch
    {
        Standing.IsBack => "nothing is to do, it is as it was before.",
        Standing.Changed => "somebody has changed it since; it is left as it is.",
        Standing.Stays => "no request takes it back; it stays.",
        Standing.Lost => "the answer was lost: whether it was made is not known. Look for it in the Dashboard.",
        _ => "the credentials may not look at it; it is left as it is.",
    }}");

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
        Outcome.Warn => "warn",
        Outcome.Waits => "wait",
        _ => "????",
    };

    private static string Block(string text) => "  " + text.ReplaceLineEndings("\n  ");
}
