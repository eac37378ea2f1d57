using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>A rule about the server's API, once it is there.</summary>
internal abstract class ApiRule : Rule
{
    public override Uri Docs => new("https://auth0.com/docs/get-started/apis/api-settings");

    public sealed override Verdict Look(TenantState tenant, Wanted wanted) => tenant.Api(wanted.Audience) is { } api ? Look(api) : Verdict.ComesLater;

    protected abstract Verdict Look(JsonObject api);

    protected static Change Patch(JsonObject api, string what, JsonObject body) =>
        new ChangeItem($"{what} ({api["identifier"]})", TenantState.Apis, api["id"]!.ToString(), body);
}
