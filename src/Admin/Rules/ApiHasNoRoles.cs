using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ApiHasNoRoles : ApiRule
{
    public override string Id => "api-roles";

    public override string Title => "The server's API gives its scopes without roles, or every user has a role";

    public override string Why => "With role-based access control a token holds the scopes of its user's roles and no other: a user without a role is answered insufficient_scope by every tool.";

    public override string ByHand => "Applications > APIs > the API > Settings > Enable RBAC: off; or User Management > Roles: a role with the API's permissions for each user";

    public override Uri Docs => new("https://auth0.com/docs/get-started/apis/enable-role-based-access-control-for-apis");

    protected override Verdict Look(JsonObject api) => api["enforce_policies"].Is(true)
        ? Verdict.Doubtful("Role-based access control is on; who has which role was not looked at.")
        : Verdict.Good;
}
