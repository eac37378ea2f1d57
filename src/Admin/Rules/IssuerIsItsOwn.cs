using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class IssuerIsItsOwn : Rule
{
    public override string Id => "issuer";

    public override string Title => "Auth0:Issuer is the issuer that the tenant calls itself";

    public override string Why => "Tokens name their issuer to the letter, with the slash at its end: the server refuses every token of another, and says so in its log.";

    public override string ByHand => "Auth0:Issuer in the server's settings: the issuer of https://YOUR-TENANT/.well-known/openid-configuration";

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery");

    public override Verdict Look(TenantState tenant, Wanted wanted) => tenant.CallsItself(wanted.Issuer)
        ? Verdict.Good
        : Verdict.Bad($"Auth0:Issuer is {wanted.Issuer}, and the tenant says {tenant.Document(TenantState.Discovery)["issuer"]}.", null);
}
