using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>What a rule says of a tenant.</summary>
internal sealed record Finding(Rule Rule, Verdict Verdict)
{
    public static Finding Of(Rule rule, TenantState tenant, Wanted wanted)
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
