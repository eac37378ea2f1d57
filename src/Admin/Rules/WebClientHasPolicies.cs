using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class WebClientHasPolicies() : ClientRule(ServerClient.Web)
{
    public override string Id => "web-client-policies";

    public override string Title => "The web application's refresh tokens are good for the My Account API too";

    public override string Why => "The server gets its tokens for My Account from the login's refresh token (MRRT): connecting an account fails. Who is logged in already must log in again.";

    public override string ByHand => "Applications > the application > Settings > Multi-Resource Refresh Token > Auth0 My Account API";

    public override Uri Docs => new("https://auth0.com/docs/secure/tokens/refresh-tokens/multi-resource-refresh-token");

    protected override bool Waits(TenantState tenant, Wanted wanted) => tenant.Api(wanted.MyAccount) is null;

    protected override Verdict Look(JsonObject client, Wanted wanted)
    {
        var policies = client["refresh_token"]?["policies"] as JsonArray ?? [];
        var mine = policies.FirstOrDefault(policy => policy!["audience"]?.ToString() == wanted.MyAccount);
        var missing = MyAccountIsActive.Scopes.Except(mine?["scope"].Texts() ?? []).ToList();
        if (missing.Count == 0)
            return Verdict.Good;
        // The object is replaced whole: what else is in it goes back as it was.
        var whole = client["refresh_token"]?.DeepClone().AsObject() ?? [];
        whole["rotation_type"] ??= "non-rotating";
        whole["expiration_type"] ??= "non-expiring";
        whole["policies"] = new JsonArray(
        [
            .. policies.Where(policy => policy != mine).Select(policy => policy!.DeepClone()),
            new JsonObject { ["audience"] = wanted.MyAccount, ["scope"] = (mine?["scope"]).With(missing) },
        ]);
        return Verdict.Bad($"Missing: {string.Join(", ", missing)}.", Patch(client, "Let its refresh tokens get tokens for My Account", new JsonObject { ["refresh_token"] = whole }));
    }
}
