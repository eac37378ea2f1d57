using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class MyAccountIsActive : Rule
{
    public static readonly IReadOnlyList<string> Scopes = ["create:me:connected_accounts", "read:me:connected_accounts", "delete:me:connected_accounts"];

    public override string Id => "my-account";

    public override string Title => "The My Account API is active";

    public override string Why => "Users connect and disconnect accounts through it.";

    public override string ByHand => "Applications > APIs > Auth0 My Account API > Activate";

    public override Uri Docs => new("https://auth0.com/docs/manage-users/my-account-api");

    /// <summary>Its identifier begins with the issuer.</summary>
    public override Verdict Look(TenantState tenant, Wanted wanted) =>
        !tenant.CallsItself(wanted.Issuer) ? Verdict.ComesLater
        : tenant.Api(wanted.MyAccount) is not null ? Verdict.Good
        : Verdict.Bad("It is not.", new MakeItem("Activate the My Account API", TenantState.Apis, new JsonObject
        {
            ["identifier"] = wanted.MyAccount,
            ["name"] = "Auth0 My Account API",
            ["skip_consent_for_verifiable_first_party_clients"] = true,
            ["token_dialect"] = "rfc9068_profile",
        })
        { Stays = true });
}
