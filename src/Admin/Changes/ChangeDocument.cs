using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>Members of a document of which there is one, each replaced whole.</summary>
internal sealed record ChangeDocument(string What, string Document, JsonObject Members) : Change(What)
{
    public override HttpMethod Method => HttpMethod.Patch;

    public override string Path => Document;

    public override JsonNode Body => Members;

    public override JsonNode Outcome => Members;

    public override void Become(TenantState tenant, JsonNode? answer) => tenant.Replace(Document, tenant.Document(Document).AsObject().After(Members, answer));

    public override Change Back(TenantState before, JsonNode? answer) =>
        new ChangeDocument(TakeBack, Document, before.Document(Document).AsObject().Before(Members));

    public override JsonNode Touched(TenantState tenant) => tenant.Document(Document).AsObject().Before(Members);
}
