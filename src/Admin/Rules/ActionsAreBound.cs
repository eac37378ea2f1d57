using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ActionsAreBound : Rule
{
    public override string Id => "actions-bound";

    public override string Title => "Both Actions run at logins, in their order";

    public override string Why => "mfa-claims tells of what challenge-mfa has asked for: it must come behind it.";

    public override string ByHand => "Actions > Triggers > post-login: challenge-mfa, then mfa-claims";

    public override Uri Docs => new("https://auth0.com/docs/customize/actions/explore-triggers");

    public override Verdict Look(TenantState tenant, Wanted wanted)
    {
        var shipped = ShippedAction.All.Select(action => tenant.Action(action.Name)).ToList();
        if (shipped.Exists(action => action?["deployed_version"] is null))
            return Verdict.ComesLater;
        var bound = BindActions.Bound(tenant).ToList();
        var places = ShippedAction.All.Select(action => bound.FindIndex(binding => binding["action"]?["name"]?.ToString() == action.Name)).ToList();
        if (places.TrueForAll(place => place >= 0) && places.SequenceEqual(places.Order()))
            return Verdict.Good;

        // The list is replaced whole: others' Actions keep their places, ours go where the first of them is, or to the end.
        var first = places.Where(place => place >= 0).DefaultIfEmpty(bound.Count).Min();
        var others = bound.Where((_, place) => !places.Contains(place)).ToList();
        var before = bound.Take(first).Count(others.Contains);
        JsonObject[] mine = [.. ShippedAction.All.Select(action => BindActions.ByAction(action.Name))];
        JsonObject[] kept = [.. others.Select(BindActions.ById)];
        var order = others.Select(binding => binding["action"]?["name"]?.ToString() ?? "").ToList();
        order.InsertRange(before, ShippedAction.All.Select(action => action.Name));
        return Verdict.Bad("They are not.", new BindActions("Bind both Actions", new JsonArray([.. kept.Take(before), .. mine, .. kept.Skip(before)]), order));
    }
}
