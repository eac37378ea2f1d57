using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ClientIsConfidential(ServerClient which) : ClientRule(which)
{
    public override string Id => $"{Which.Id}-confidential";

    public override string Title => $"{Which.Called} proves who it is".ToSentence();

    public override string Why => "A public client cannot keep what Token Vault would hand out: its exchanges are refused.";

    public override string ByHand => "Applications > the application > Credentials > Authentication Method: Client Secret (Post), or Private Key JWT";

    protected override Verdict Look(JsonObject client, Wanted wanted) =>
        client["token_endpoint_auth_method"]?.ToString() != "none"
            ? Verdict.Good
            : Verdict.Bad("token_endpoint_auth_method is none.", Patch(client, "Have it authenticate with its secret", new JsonObject { ["token_endpoint_auth_method"] = "client_secret_post" }));
}
