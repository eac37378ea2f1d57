using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>A rule about one of the server's applications, once it is there.</summary>
internal abstract class ClientRule(ServerClient which) : Rule
{
    private static readonly Uri Guide = new("https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/configure-token-vault");

    public override Uri Docs => Guide;

    protected ServerClient Which => which;

    public sealed override Verdict Look(TenantState tenant, Wanted wanted) => which.Find(tenant, wanted) is { } client && !Waits(tenant, wanted)
        ? Look(client, wanted)
        : Verdict.ComesLater;

    /// <summary>Something else must be there before.</summary>
    protected virtual bool Waits(TenantState tenant, Wanted wanted) => false;

    protected abstract Verdict Look(JsonObject client, Wanted wanted);

    protected static Change Patch(JsonObject client, string what, JsonObject body) =>
        new ChangeItem($"{what} ({client["name"]})", TenantState.Clients, client["client_id"]!.ToString(), body);
}
