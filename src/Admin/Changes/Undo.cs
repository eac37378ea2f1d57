using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>What would be taken back, the last change first.</summary>
internal sealed record Undo(IReadOnlyList<(Step Step, Standing Standing)> Steps)
{
    /// <summary>What would not: changed by somebody else since, or not reversible by a request.</summary>
    public IReadOnlyList<(Step Step, Standing Standing)> Left => [.. Steps.Where(s => s.Standing is not (Standing.IsAsLeft or Standing.IsBack))];

    /// <param name="tenant">Is changed as it would be.</param>
    public static Undo Of(Journal journal, TenantState tenant)
    {
        var steps = new List<(Step, Standing)>();
        foreach (var step in journal.Steps.Reverse())
        {
            var standing = step.Look(tenant);
            steps.Add((step, standing));
            if (standing == Standing.IsAsLeft)
                step.Back.Become(tenant, null);
        }

        return new Undo(steps);
    }
}
