using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ActionIsThere(ShippedAction shipped) : Rule
{
    private static readonly JsonArray PostLogin = new(new JsonObject { ["id"] = "post-login", ["version"] = "v3" });

    public override string Id => $"action-{shipped.Name}";

    public override string Title => $"The Action {shipped.Name} is this version's";

    public override string Why => "The two Actions ask for MFA where a user is there to answer, and tell the server of it: without them mail:send is in no token, and no approval is proven.";

    public override string ByHand => $"Actions > Library > Create Action > Build from scratch: {shipped.Name}, Login / Post Login, Node 22, with the text of actions/{shipped.Name}.js; its secrets are listed at its head";

    public override Uri Docs => new("https://auth0.com/docs/customize/actions/write-your-first-action");

    public override Verdict Look(TenantState tenant, Wanted wanted)
    {
        var secrets = ActionSecrets.Of(shipped, wanted);
        if (tenant.Action(shipped.Name) is not { } action)
            return Verdict.Bad("It is not there.", new MakeItem($"Make the Action {shipped.Name}", TenantState.Actions, new JsonObject
            {
                ["name"] = shipped.Name,
                ["supported_triggers"] = PostLogin.DeepClone(),
                ["code"] = shipped.Code,
                ["runtime"] = "node22",
                ["secrets"] = secrets.ToJson(),
            }));

        var id = action["id"]!.ToString();
        if (action["code"]?.ToString() != shipped.Code)
            return Verdict.Bad("Its code is another.", new ChangeItem($"Update the Action {shipped.Name}", TenantState.Actions, id, new JsonObject { ["code"] = shipped.Code }));
        var names = (action["secrets"] as JsonArray ?? []).Select(secret => secret!["name"]!.ToString()).ToList();
        if (secrets.AreAmong(names))
            return Verdict.Good;
        // The list is replaced as a whole, and the values of existing secrets cannot be read.
        return Verdict.Bad(secrets.Instructions(names), names.TrueForAll(ActionSecrets.IsOurs)
            ? new ChangeItem($"Give the Action {shipped.Name} its secrets", TenantState.Actions, id, new JsonObject { ["secrets"] = secrets.ToJson() })
            : null);
    }
}
