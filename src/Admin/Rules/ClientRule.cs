using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>A rule about one of the server's applications, once it is there.</summary>
internal abstract class ClientRule(ServerClient which) : Rule
{
    private static readonly Uri Guide = new("https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/configure-token-vault");

    public override Uri Docs => Guide;

    protected ServerClient Which => which;

    public sealed override Verdict Look(TenantState tenant, Wanted wanted) => which.Find(tenant, wanted) is { } client ? Look(client, wanted) : Verdict.ComesLater;

    protected abstract Verdict Look(JsonObject client, Wanted wanted);

    protected static Change Patch(JsonObject client, string what, JsonObject body) =>
        new($"{what} ({client["name"]})", HttpMethod.Patch, TenantState.Clients, client["client_id"]!.ToString(), body);

    protected static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(text => text!.ToString())];

    /// <summary>What is there, and what is missing behind it: a list is replaced whole.</summary>
    protected static JsonArray With(JsonNode? list, IEnumerable<string> missing) => new([.. Texts(list).Concat(missing).Select(text => JsonValue.Create(text))]);
}
