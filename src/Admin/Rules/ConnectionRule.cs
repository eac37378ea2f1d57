using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>A rule that holds for every connection that the server's settings name.</summary>
internal abstract class ConnectionRule : Rule
{
    public override Uri Docs => new("https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/configure-token-vault");

    /// <summary>The first that is not as it must be.</summary>
    public sealed override Verdict Look(TenantState tenant, Wanted wanted)
    {
        var verdicts = wanted.Connections.Select(name => tenant.Connection(name) is { } connection ? Look(tenant, wanted, connection) : WithoutOne(name)).ToList();
        return verdicts.Find(v => v.Outcome == Outcome.Fail) ?? verdicts.Find(v => v.Outcome != Outcome.Pass) ?? Verdict.Good;
    }

    protected abstract Verdict Look(TenantState tenant, Wanted wanted, JsonObject connection);

    protected virtual Verdict WithoutOne(string name) => Verdict.ComesLater;

    /// <summary>The display name goes back as it was, or Auth0 resets it; options are never sent: they are replaced whole, with the operator's keys in them.</summary>
    internal static Change Patch(JsonObject connection, string what, JsonObject body)
    {
        if (connection["display_name"] is { } shown)
            body["display_name"] = shown.DeepClone();
        return new ChangeItem($"{what} ({connection["name"]})", TenantState.Connections, connection["id"]!.ToString(), body);
    }
}
