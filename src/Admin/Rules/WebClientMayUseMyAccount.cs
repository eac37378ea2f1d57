using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class WebClientMayUseMyAccount() : GrantRule("the web application", MyAccountIsActive.Scopes)
{
    public override string Id => "web-client-my-account-grant";

    public override string Title => "The web application may manage its users' connected accounts";

    public override string Why => "The My Account API gives an application what a client grant of subject type user names, and nothing else.";

    public override string ByHand => "Applications > APIs > Auth0 My Account API > Application Access > the application > User Access: " + string.Join(", ", MyAccountIsActive.Scopes);

    public override Uri Docs => new("https://auth0.com/docs/manage-users/my-account-api");

    protected override JsonObject? KeyOf(TenantState tenant, Wanted wanted) => ServerClient.Web.Find(tenant, wanted) is { } client && tenant.Api(wanted.MyAccount) is not null
        ? new JsonObject { ["client_id"] = client["client_id"]!.DeepClone(), ["audience"] = wanted.MyAccount }
        : null;

    /// <summary>One of another subject type is for the application itself.</summary>
    protected override bool IsIt(JsonObject grant, JsonObject key) => base.IsIt(grant, key) && grant["subject_type"]?.ToString() == "user";
}
