using System.Text.Json.Nodes;
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
        var bound = (tenant.Document(TenantState.Bindings)["bindings"] as JsonArray ?? []).Select(binding => binding!.AsObject()).ToList();
        var places = ShippedAction.All.Select(action => bound.FindIndex(binding => binding["action"]?["name"]?.ToString() == action.Name)).ToList();
        if (places.TrueForAll(place => place >= 0) && places.SequenceEqual(places.Order()))
            return Verdict.Good;

        // The list is replaced whole: others' Actions keep their places, ours go where the first of them is, or to the end.
        var first = places.Where(place => place >= 0).DefaultIfEmpty(bound.Count).Min();
        var others = bound.Where((_, place) => !places.Contains(place)).ToList();
        var before = bound.Take(first).Count(binding => others.Contains(binding));
        JsonObject[] mine = [.. ShippedAction.All.Select(action => new JsonObject
        {
            ["ref"] = new JsonObject { ["type"] = "action_name", ["value"] = action.Name }, ["display_name"] = action.Name,
        })];
        JsonObject[] kept = [.. others.Select(binding => new JsonObject
        {
            ["ref"] = new JsonObject { ["type"] = "binding_id", ["value"] = binding["id"]!.ToString() }, ["display_name"] = binding["display_name"]?.ToString(),
        })];
        return Verdict.Bad("They are not.", new Change("Bind both Actions", HttpMethod.Patch, TenantState.Bindings, null, new JsonObject
        {
            ["bindings"] = new JsonArray([.. kept.Take(before), .. mine, .. kept.Skip(before)]),
        }));
    }
}
