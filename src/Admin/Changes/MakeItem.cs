using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>A new item of a list, for example an application.</summary>
/// <param name="Collection">A path, for example <c>clients</c>.</param>
internal sealed record MakeItem(string What, string Collection, JsonObject Item) : Change(What)
{
    /// <summary>Auth0 has no request that takes it back.</summary>
    public bool Stays { get; init; }

    public override HttpMethod Method => HttpMethod.Post;

    public override string Path => Collection;

    public override JsonNode Body => Item;

    public override JsonNode? Outcome => null;

    public override void Become(TenantState tenant, JsonNode? answer)
    {
        var made = Item.After(Item, answer);
        made[TenantState.IdName(Collection)] ??= NotKnownYet;
        tenant.List(Collection).Add(made);
    }

    public override Change Back(TenantState before, JsonNode? answer) =>
        new DeleteItem(TakeBack, Collection, answer?[TenantState.IdName(Collection)]?.ToString()) { IsRefused = Stays };

    public override JsonNode? Touched(TenantState tenant) => null;
}
