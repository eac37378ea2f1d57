using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>All Actions of the post-login trigger, in their order: the list is replaced whole.</summary>
/// <param name="Bindings">As they are sent, each by <c>binding_id</c> where it is there already, by <c>action_name</c> where not.</param>
/// <param name="Order">Names of the Actions.</param>
internal sealed record BindActions(string What, JsonArray Bindings, IReadOnlyList<string> Order) : Change(What)
{
    public override HttpMethod Method => HttpMethod.Patch;

    public override string Path => TenantState.Bindings;

    public override JsonNode Body => new JsonObject { ["bindings"] = Bindings.DeepClone() };

    public override JsonNode Outcome => Order.ToJson();

    public static JsonObject ByAction(string name) => Reference("action_name", name, name);

    public static JsonObject ById(JsonObject bound) => Reference("binding_id", bound["id"]!.ToString(), bound["display_name"]?.ToString());

    /// <summary>Names of the Actions that are bound, in order.</summary>
    public static IReadOnlyList<string> Names(TenantState tenant) => [.. Bound(tenant).Select(binding => binding["action"]?["name"]?.ToString() ?? "")];

    public static IEnumerable<JsonObject> Bound(TenantState tenant) => (tenant.Document(TenantState.Bindings)["bindings"] as JsonArray ?? []).Select(binding => binding!.AsObject());

    public override void Become(TenantState tenant, JsonNode? answer)
    {
        var bound = Bound(tenant).ToList();
        tenant.Replace(TenantState.Bindings, answer?.DeepClone() ?? new JsonObject { ["bindings"] = new JsonArray([.. Bindings.Select(binding => AsBound(binding!["ref"]!, bound))]) });
    }

    /// <summary>Actions of others by their bindings, which are kept; newly bound ones by their names.</summary>
    public override Change Back(TenantState before, JsonNode? answer)
    {
        var kept = Bindings.Where(binding => binding!["ref"]!["type"]!.ToString() == "binding_id").Select(binding => binding!["ref"]!["value"]!.ToString()).ToHashSet(StringComparer.Ordinal);
        var bindings = Bound(before).Select(binding => kept.Contains(binding["id"]!.ToString()) ? ById(binding) : ByAction(binding["action"]!["name"]!.ToString()));
        return new BindActions(TakeBack, new JsonArray([.. bindings]), Names(before));
    }

    public override JsonNode Touched(TenantState tenant) => Names(tenant).ToJson();

    /// <summary>What the trigger would show of it.</summary>
    private static JsonNode AsBound(JsonNode reference, List<JsonObject> bound) => reference["type"]!.ToString() == "binding_id"
        ? bound.First(binding => binding["id"]!.ToString() == reference["value"]!.ToString()).DeepClone()
        : new JsonObject { ["action"] = new JsonObject { ["name"] = reference["value"]!.DeepClone() } };

    private static JsonObject Reference(string type, string value, string? shown) =>
        new() { ["ref"] = new JsonObject { ["type"] = type, ["value"] = value }, ["display_name"] = shown };
}
