using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ApiExists : Rule
{
    public override string Id => "api";

    public override string Title => "The server's API is there";

    public override string Why => "Clients ask for access tokens for this identifier; without it every login ends with \"Service not found\".";

    public override string ByHand => "Applications > APIs > Create API: the identifier is Auth0:Audience, the algorithm RS256";

    public override Uri Docs => new("https://auth0.com/docs/get-started/apis/api-settings");

    public override Verdict Look(TenantState tenant, Wanted wanted) => tenant.Api(wanted.Audience) is not null
        ? Verdict.Good
        : Verdict.Bad($"There is no API {wanted.Audience}.", new MakeItem("Make the server's API", TenantState.Apis, new JsonObject
        {
            ["identifier"] = wanted.Audience,
            ["name"] = "Token Vault Agent",
            ["scopes"] = ApiScopes.Described(Scopes.All),
            ["signing_alg"] = "RS256",
            ["allow_offline_access"] = true,
            ["skip_consent_for_verifiable_first_party_clients"] = true,
        }));
}
