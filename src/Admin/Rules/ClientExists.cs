using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ClientExists(ServerClient which) : Rule
{
    public override string Id => which.Id;

    public override string Title => $"{which.Called} is there".ToSentence();

    public override string Why => which == ServerClient.Api
        ? "Only the client that is linked to the server's API may exchange the access tokens that are issued for it."
        : "Without it nobody can log in at the server's pages, connect an account or approve a mail.";

    public override string ByHand => which == ServerClient.Api
        ? "Applications > APIs > your API > Add Application: a Custom API Client"
        : "Applications > Applications > Create Application > Regular Web Application";

    public override Uri Docs => new("https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/access-token-exchange-with-token-vault");

    public override Verdict Look(TenantState tenant, Wanted wanted)
    {
        if (which.Find(tenant, wanted) is not null)
            return Verdict.Good;
        return which.NamedBy(wanted) is { } id
            ? Verdict.Bad($"{which.Setting} is {id}, and the tenant has no such application. Leave the setting empty to have one made.", null)
            : Verdict.Bad("There is none.", new MakeItem($"Make {which.Called}", TenantState.Clients, which.New(wanted)));
    }
}
