using System.Text.Json;
using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Rules;

namespace TokenVaultAgent.Admin.Reports;

/// <summary>For programs: one document a command.</summary>
internal sealed class JsonReport(TextWriter output) : IReport
{
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private JsonObject? _plan;

    public void Reading(string path)
    {
    }

    public void Findings(IReadOnlyList<Finding> findings, IReadOnlyDictionary<string, string> unreadable) => Write(new JsonObject
    {
        ["findings"] = Array(findings.Select(Describe)),
        ["unreadable"] = new JsonObject(unreadable.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
    });

    public void Plan(Plan plan) => _plan = Describe(plan);

    public void Doing(Change change)
    {
    }

    public void Applied(int done, Plan left)
    {
        _plan = null;
        Write(new JsonObject { ["done"] = done, ["left"] = Describe(left) });
    }

    public void Undo(Undo undo) => _plan = new JsonObject { ["steps"] = Array(undo.Steps.Select(Describe)) };

    public void Undone(int done, IReadOnlyList<(Step Step, Standing Standing)> left)
    {
        _plan = null;
        Write(new JsonObject { ["done"] = done, ["left"] = Array(left.Select(Describe)) });
    }

    public void BrokenOff(int done, Exception why)
    {
        _plan = null;
        Write(new JsonObject { ["done"] = done, ["error"] = why is OperationCanceledException ? "Interrupted." : why.Message });
    }

    /// <summary>A plan that nothing came of.</summary>
    public void Flush()
    {
        if (_plan is not null)
            Write(_plan);
    }

    private void Write(JsonNode document) => output.WriteLine(document.ToJsonString(Indented));

    private static JsonObject Describe(Plan plan) => new()
    {
        ["changes"] = Array(plan.Changes.Select(Describe)),
        ["by_hand"] = Array(plan.ByHand.Select(Describe)),
        ["unknown"] = Array(plan.Unknown.Select(Describe)),
    };

    private static JsonObject Describe(Change change) =>
        new() { ["what"] = change.What, ["method"] = change.Method.Method, ["path"] = change.Path, ["body"] = change.Body?.DeepClone() };

    private static JsonObject Describe((Step Step, Standing Standing) one) => new()
    {
        ["what"] = one.Step.What,
        ["standing"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Standing.ToString()),
        ["back"] = one.Step.Back is DeleteItem { Id: null } ? null : Describe(one.Step.Back),
    };

    private static JsonObject Describe(Finding finding)
    {
        var shown = new JsonObject
        {
            ["rule"] = finding.Rule.Id,
            ["title"] = finding.Rule.Title,
            ["outcome"] = finding.Verdict.Outcome.ToString().ToLowerInvariant(),
        };
        if (finding.Verdict.Outcome is not (Outcome.Fail or Outcome.Warn or Outcome.Unknown))
            return shown;
        shown["found"] = finding.Verdict.Found;
        shown["why"] = finding.Rule.Why;
        shown["by_hand"] = finding.Rule.ByHand;
        shown["docs"] = finding.Rule.Docs.ToString();
        shown["can_apply"] = finding.Verdict.Mend is not null;
        return shown;
    }

    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items]);
}
