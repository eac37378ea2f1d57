using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>Members of one item of a list, each replaced whole.</summary>
internal sealed record ChangeItem(string What, string Collection, string Id, JsonObject Members) : Change(What)
{
    public override HttpMethod Method => Collection == TenantState.Factors ? HttpMethod.Put : HttpMethod.Patch;

    public override string Path => $"{Collection}/{Uri.EscapeDataString(Id)}";

    public override JsonNode Body => Members;

    public override JsonNode Outcome => Members.WithoutValues();

    public override void Become(TenantState tenant, JsonNode? answer)
    {
        var list = tenant.List(Collection);
        var item = tenant.Find(Collection, Id)!;
        list[list.IndexOf(item)] = item.After(Members, answer);
    }

    public override Change? Back(TenantState before, JsonNode? answer)
    {
        var members = before.Find(Collection, Id)!.Before(Members);
        // Their values cannot be read, and so cannot be restored.
        if (members["secrets"] is JsonArray { Count: > 0 })
            members.Remove("secrets");
        return members.Count == 0 ? null : new ChangeItem(TakeBack, Collection, Id, members);
    }

    public override JsonNode? Touched(TenantState tenant) => tenant.Find(Collection, Id)?.Before(Members);
}
