using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ClientIsOidcConformant(ServerClient which) : ClientRule(which)
{
    public override string Id => $"{Which.Id}-oidc-conformant";

    public override string Title => $"{Which.Called} is OIDC conformant".ToSentence();

    public override string Why => "Token Vault does not serve applications of Auth0's older pipeline.";

    public override string ByHand => "Applications > the application > Settings > Advanced Settings > OAuth > OIDC Conformant";

    protected override Verdict Look(JsonObject client, Wanted wanted) =>
        client["oidc_conformant"].Is(true)
            ? Verdict.Good
            : Verdict.Bad("oidc_conformant is false.", Patch(client, "Make it OIDC conformant", new JsonObject { ["oidc_conformant"] = true }));
}
