using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;
using TokenVaultAgent.Tools;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ThirdPartyPermissions : Rule
{
    private const string ThirdParties = "third_party_clients";

    public override string Id => "third-party-permissions";

    public override string Title => "Third-party MCP clients may ask for the server's scopes";

    public override string Why => "A client that is not yours (one known by its metadata document, or that registered itself) gets only what the API's default permissions name: its logins are refused.";

    public override string ByHand => "Applications > APIs > the API > Application Access > Default permissions for third-party applications: " + string.Join(", ", Scopes.All);

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/application-access-to-apis-client-grants");

    public override Verdict Look(TenantState tenant, Wanted wanted)
    {
        if (tenant.Api(wanted.Audience) is null)
            return Verdict.ComesLater;
        var grant = tenant.All(TenantState.Grants).FirstOrDefault(g => g["default_for"]?.ToString() == ThirdParties && g["audience"]?.ToString() == wanted.Audience);
        if (grant is null)
            return Verdict.Bad("It has none.", new Change("Give third-party clients default permissions", HttpMethod.Post, TenantState.Grants, null, new JsonObject
            {
                ["default_for"] = ThirdParties, ["audience"] = wanted.Audience, ["scope"] = Scopes.All.ToJson(), ["subject_type"] = "user",
            }));
        var missing = Scopes.All.Except(grant["scope"].Texts()).ToList();
        return missing.Count == 0
            ? Verdict.Good
            : Verdict.Bad($"Missing: {string.Join(", ", missing)}.", new Change(
                $"Let third-party clients ask for {string.Join(", ", missing)}", HttpMethod.Patch, TenantState.Grants, grant["id"]!.ToString(), new JsonObject { ["scope"] = grant["scope"].With(missing) }));
    }
}
