using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ConnectionExists : ConnectionRule
{
    public override string Id => "connections";

    public override string Title => "The connections of the server's settings are there";

    public override string Why => "Users connect accounts through them.";

    public override string ByHand => "Authentication > Social > Create Connection: Google, Microsoft Account; its name is that of Vault:Connections";

    protected override Verdict Look(TenantState tenant, Wanted wanted, JsonObject connection) => Verdict.Good;

    protected override Verdict WithoutOne(string name) => Verdict.Bad($"There is no connection {name}.", null);
}
