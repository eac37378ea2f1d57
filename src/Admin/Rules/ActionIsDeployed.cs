using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ActionIsDeployed(ShippedAction shipped) : Rule
{
    public override string Id => $"action-{shipped.Name}-deployed";

    public override string Title => $"The Action {shipped.Name} is deployed";

    public override string Why => "Logins run what was deployed, not what was edited since.";

    public override string ByHand => $"Actions > Library > {shipped.Name} > Deploy";

    public override Uri Docs => new("https://auth0.com/docs/customize/actions/write-your-first-action");

    public override Verdict Look(TenantState tenant, Wanted wanted)
    {
        if (tenant.Action(shipped.Name) is not { } action || action["code"]?.ToString() != shipped.Code)
            return Verdict.ComesLater;
        return action["all_changes_deployed"].Is(true)
            ? Verdict.Good
            : Verdict.Bad("It is not, or not as it is now.", new DeployAction($"Deploy the Action {shipped.Name}", action["id"]!.ToString(), shipped.Code));
    }
}
