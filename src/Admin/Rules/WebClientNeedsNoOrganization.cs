using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class WebClientNeedsNoOrganization() : ClientRule(ServerClient.Web)
{
    public override string Id => "web-client-organization";

    public override string Title => "The web application demands no organization";

    public override string Why => "Users open the server's pages from a link, in the organization that their chat client's login was in, or in none: those are refused with \"parameter organization is required\".";

    public override string ByHand => "Applications > the application > Login Experience > Types of Users: Both";

    public override Uri Docs => new("https://auth0.com/docs/manage-users/organizations/configure-organizations/define-organization-behavior");

    protected override Verdict Look(JsonObject client, Wanted wanted) => client["organization_usage"]?.ToString() == "require"
        ? Verdict.Bad("organization_usage is require.", Patch(client, "Let users in with an organization or without", new JsonObject { ["organization_usage"] = "allow" }))
        : Verdict.Good;
}
