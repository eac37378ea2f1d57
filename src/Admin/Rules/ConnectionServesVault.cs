using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ConnectionServesVault : ConnectionRule
{
    public override string Id => "connection-purpose";

    public override string Title => "The connections serve Connected Accounts for Token Vault";

    public override string Why => "Token Vault keeps tokens of connections with this purpose only.";

    public override string ByHand => "Authentication > Social > the connection > Purpose: Connected Accounts for Token Vault";

    protected override Verdict Look(TenantState tenant, Wanted wanted, JsonObject connection)
    {
        if (connection["connected_accounts"]?["active"].Is(true) is true)
            return Verdict.Good;
        // The object is replaced whole: what else is in it goes back as it was.
        var whole = connection["connected_accounts"]?.DeepClone().AsObject() ?? [];
        whole["active"] = true;
        return Verdict.Bad(
            $"{connection["name"]} does not.", Patch(connection, "Have it serve Connected Accounts for Token Vault", new JsonObject { ["connected_accounts"] = whole }));
    }
}
