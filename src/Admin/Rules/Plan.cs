using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>What would be done, in order, and what is left for a person.</summary>
internal sealed record Plan(IReadOnlyList<Change> Changes, IReadOnlyList<Finding> ByHand, IReadOnlyList<Finding> Unknown)
{
    /// <summary>More changes than any tenant needs.</summary>
    public const int Most = 100;

    /// <param name="tenant">Is changed as it would be.</param>
    public static Plan Of(TenantState tenant, Wanted wanted)
    {
        var changes = new List<Change>();
        while (changes.Count < Most && NextOf(tenant, wanted) is { } change)
        {
            changes.Add(change);
            change.Become(tenant, null);
        }

        var left = Finding.All(tenant, wanted).ToList();
        return new Plan(changes, [.. left.Where(f => f.Verdict.Outcome == Outcome.Fail)], [.. left.Where(f => f.Verdict.Outcome == Outcome.Unknown)]);
    }

    /// <summary>The first that some rule wants, in the order of the guide; null where none wants any.</summary>
    public static Change? NextOf(TenantState tenant, Wanted wanted) =>
        Finding.All(tenant, wanted).Select(finding => finding.Verdict.Mend).FirstOrDefault(change => change is not null);
}
