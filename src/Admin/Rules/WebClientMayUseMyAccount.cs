using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class WebClientMayUseMyAccount : Rule
{
    public override string Id => "web-client-my-account-grant";

    public override string Title => "The web application may manage its users' connected accounts";

    public override string Why => "The My Account API gives an application what a client grant of subject type user names, and nothing else.";

    public override string ByHand => "Applications > APIs > Auth0 My Account API > Application Access > the application > User Access: " + string.Join(", ", MyAccountIsActive.Scopes);

    public override Uri Docs => new("https://auth0.com/docs/manage-users/my-account-api");

    public override Verdict Look(TenantState tenant, Wanted wanted)
    {
        if (ServerClient.Web.Find(tenant, wanted) is not { } client || tenant.Api(wanted.MyAccount) is null)
            return Verdict.ComesLater;
        var id = client["client_id"]!.ToString();
        var grant = tenant.All(TenantState.Grants).FirstOrDefault(g =>
            g["client_id"]?.ToString() == id && g["audience"]?.ToString() == wanted.MyAccount && g["subject_type"]?.ToString() == "user");
        if (grant is null)
            return Verdict.Bad("There is no such grant.", new Change("Grant the web application the My Account API", HttpMethod.Post, TenantState.Grants, null, new JsonObject
            {
                ["client_id"] = id, ["audience"] = wanted.MyAccount, ["scope"] = MyAccountIsActive.Scopes.ToJson(), ["subject_type"] = "user",
            }));
        var missing = MyAccountIsActive.Scopes.Except(grant["scope"].Texts()).ToList();
        return missing.Count == 0
            ? Verdict.Good
            : Verdict.Bad($"Missing: {string.Join(", ", missing)}.", new Change(
                $"Grant the web application {string.Join(", ", missing)}", HttpMethod.Patch, TenantState.Grants, grant["id"]!.ToString(), new JsonObject { ["scope"] = grant["scope"].With(missing) }));
    }
}
