using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class MyAccountAsksNoMfa : Rule
{
    public override string Id => "my-account-policy";

    public override string Title => "The My Account API has no policy of its own";

    public override string Why => "Under its default policy (\"Require 2FA\") the server gets no token for it 15 minutes after a login: connecting and disconnecting accounts fails with unmet_authentication_requirements until the user logs in anew.";

    public override string ByHand => "Applications > APIs > Auth0 My Account API > Settings > Default Policy: off";

    public override Uri Docs => new("https://auth0.com/docs/manage-users/my-account-api");

    public override Verdict Look(TenantState tenant, Wanted wanted) => tenant.Api(wanted.MyAccount) switch
    {
        null => Verdict.ComesLater,
        var api when api["authorization_policy"] is { } policy => Verdict.Doubtful($"It has one: {policy["policy_id"] ?? policy}."),
        _ => Verdict.Good,
    };
}
