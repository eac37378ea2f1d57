using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ConnectionServesVault : ConnectionRule
{
    public override string Id => "connection-purpose";

    public override string Title => "The connections serve Connected Accounts for Token Vault";

    public override string Why => "Token Vault keeps tokens of connections with this purpose only.";

    public override string ByHand => "Authentication > Social > the connection > Purpose: Connected Accounts for Token Vault";

    protected override Verdict Look(TenantState tenant, Wanted wanted, JsonObject connection) => connection["connected_accounts"]?["active"].Is(true) is true
        ? Verdict.Good
        : Verdict.Bad(
            $"{connection["name"]} does not.",
            Patch(connection, "Have it serve Connected Accounts for Token Vault", new JsonObject { ["connected_accounts"] = new JsonObject { ["active"] = true } }));
}
