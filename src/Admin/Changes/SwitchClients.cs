using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>Applications for which a connection is enabled, or is no longer; others stay as they are.</summary>
/// <param name="Clients">The path of the connection's applications.</param>
internal sealed record SwitchClients(string What, string Clients, IReadOnlyList<string> ClientIds, bool On) : Change(What)
{
    public override HttpMethod Method => HttpMethod.Patch;

    public override string Path => Clients;

    public override JsonNode Body => new JsonArray([.. ClientIds.Select(id => new JsonObject { ["client_id"] = id, ["status"] = On })]);

    public override JsonNode Outcome => On ? ClientIds.ToJson() : new JsonArray();

    public override void Become(TenantState tenant, JsonNode? answer)
    {
        var list = tenant.List(Clients);
        foreach (var id in ClientIds)
            if (On)
                list.Add(new JsonObject { ["client_id"] = id });
            else
                list.Remove(tenant.Find(Clients, id));
    }

    public override Change Back(TenantState before, JsonNode? answer) => new SwitchClients(TakeBack, Clients, ClientIds, !On);

    public override JsonNode Touched(TenantState tenant) => ClientIds.Where(id => tenant.Find(Clients, id) is not null).ToJson();
}
