using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class SomeFactorIsOn : Rule
{
    /// <summary>What the Actions can challenge or enrol; names as the Management API has them.</summary>
    private static readonly string[] Usable = ["otp", "webauthn-roaming", "webauthn-platform", "push-notification", "sms"];

    public override string Id => "mfa-factor";

    public override string Title => "A factor is on that users can prove themselves with";

    public override string Why => "The Action's demand fails the login where no factor can be challenged or enrolled.";

    public override string ByHand => "Security > Multi-factor Auth > Factors: One-time Password, for example";

    public override Uri Docs => new("https://auth0.com/docs/secure/multi-factor-authentication/multi-factor-authentication-factors");

    public override Verdict Look(TenantState tenant, Wanted wanted) =>
        tenant.All(TenantState.Factors).Any(factor => Usable.Contains(factor["name"]?.ToString()) && factor["enabled"].Is(true))
            ? Verdict.Good
            : Verdict.Bad("None is.", new ChangeItem("Switch one-time passwords on", TenantState.Factors, "otp", new JsonObject { ["enabled"] = true }));
}
