using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>What a rule says of a tenant.</summary>
internal sealed record Finding(Rule Rule, Verdict Verdict)
{
    /// <summary>The findings of every rule, in the order of the guide, each evaluated when it is enumerated.</summary>
    public static IEnumerable<Finding> All(TenantState tenant, Wanted wanted) => Guide.Rules.Select(rule => Of(rule, tenant, wanted));

    private static Finding Of(Rule rule, TenantState tenant, Wanted wanted)
    {
        try
        {
            return new Finding(rule, rule.Look(tenant, wanted));
        }
        catch (UnreadableException exception)
        {
            return new Finding(rule, new Verdict(Outcome.Unknown, exception.Message, null));
        }
    }
}
