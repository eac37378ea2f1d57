using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>Takes away what was made.</summary>
/// <param name="Id">Null where the answer that would have told it was lost.</param>
internal sealed record DeleteItem(string What, string Collection, string? Id) : Change(What)
{
    /// <summary>Auth0 does not do it.</summary>
    public bool IsRefused { get; init; }

    public override HttpMethod Method => HttpMethod.Delete;

    public override string Path => $"{Collection}/{Uri.EscapeDataString(Id!)}";

    public override JsonNode? Outcome => null;

    public override void Become(TenantState tenant, JsonNode? answer) => tenant.List(Collection).Remove(tenant.Find(Collection, Id!));

    public override JsonNode? Touched(TenantState tenant) => Id is null ? null : tenant.Find(Collection, Id)?[TenantState.IdName(Collection)];
}
