using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ThirdPartyPermissions() : GrantRule("third-party clients", Scopes.All)
{
    public override string Id => "third-party-permissions";

    public override string Title => "Third-party MCP clients may ask for the server's scopes";

    public override string Why => "A client that is not yours (one known by its metadata document, or that registered itself) gets only what the API's default permissions name: its logins are refused.";

    public override string ByHand => "Applications > APIs > the API > Application Access > Default permissions for third-party applications: " + string.Join(", ", Scopes.All);

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/application-access-to-apis-client-grants");

    protected override JsonObject? KeyOf(TenantState tenant, Wanted wanted) => tenant.Api(wanted.Audience) is not null
        ? new JsonObject { ["default_for"] = "third_party_clients", ["audience"] = wanted.Audience }
        : null;
}
