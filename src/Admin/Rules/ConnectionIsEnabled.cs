using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ConnectionIsEnabled : ConnectionRule
{
    public override string Id => "connection-clients";

    public override string Title => "The connections are enabled for both of the server's applications";

    public override string Why => "The one connects accounts through them, the other exchanges tokens for them; each needs the connection.";

    public override string ByHand => "Authentication > Social > the connection > Applications: switch both on";

    protected override Verdict Look(TenantState tenant, Wanted wanted, JsonObject connection)
    {
        ServerClient[] both = [ServerClient.Api, ServerClient.Web];
        if (both.Any(client => client.Find(tenant, wanted) is null))
            return Verdict.ComesLater;
        var path = TenantState.ClientsOf(connection);
        var enabled = tenant.All(path).Select(client => client["client_id"]!.ToString()).ToHashSet(StringComparer.Ordinal);
        var missing = both.Select(client => client.Find(tenant, wanted)!).Where(client => !enabled.Contains(client["client_id"]!.ToString())).ToList();
        if (missing.Count == 0)
            return Verdict.Good;
        var names = string.Join(", ", missing.Select(client => client["name"]));
        return Verdict.Bad(
            $"{connection["name"]} is not, for {names}.",
            new SwitchClients($"Enable {connection["name"]} for {names}", path, [.. missing.Select(client => client["client_id"]!.ToString())], On: true));
    }
}
