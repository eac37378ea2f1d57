using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>A document that is a list, replaced whole.</summary>
internal sealed record ReplaceList(string What, string Document, JsonArray Items) : Change(What)
{
    public override HttpMethod Method => HttpMethod.Put;

    public override string Path => Document;

    public override JsonNode Body => Items;

    public override JsonNode Outcome => Items;

    public override void Become(TenantState tenant, JsonNode? answer) => tenant.Replace(Document, (answer ?? Items).DeepClone());

    public override Change Back(TenantState before, JsonNode? answer) => new ReplaceList(TakeBack, Document, before.Document(Document).DeepClone().AsArray());

    public override JsonNode Touched(TenantState tenant) => tenant.Document(Document);
}
