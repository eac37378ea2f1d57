using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class MfaPolicyIsNever : Rule
{
    public override string Id => "mfa-policy";

    public override string Title => "The tenant's own MFA policy is Never";

    public override string Why => "Always asks for MFA at the exchange too, where nobody can answer: every exchange fails with mfa_required. The Actions ask where a user is there.";

    public override string ByHand => "Security > Multi-factor Auth > Define policies > Require Multi-factor Auth: Never";

    public override Uri Docs => new("https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/configure-token-vault");

    public override Verdict Look(TenantState tenant, Wanted wanted) => tenant.Document(TenantState.MfaPolicies).Texts() is { Count: > 0 } policies
        ? Verdict.Bad($"It is {string.Join(", ", policies)}.", new ReplaceList("Set the MFA policy to Never", TenantState.MfaPolicies, new JsonArray()))
        : Verdict.Good;
}
