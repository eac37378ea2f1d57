using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class WebClientDoesNotRotate() : ClientRule(ServerClient.Web)
{
    public override string Id => "web-client-rotation";

    public override string Title => "The web application's refresh tokens are not rotated";

    public override string Why => "Token Vault refuses refresh tokens that are rotated: connecting and disconnecting accounts fails.";

    public override string ByHand => "Applications > the application > Settings > Refresh Token Rotation: off";

    public override Uri Docs => new("https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/refresh-token-exchange-with-token-vault");

    protected override Verdict Look(JsonObject client, Wanted wanted)
    {
        if (client["refresh_token"]?["rotation_type"]?.ToString() == "non-rotating")
            return Verdict.Good;
        // The object is replaced whole: what else is in it goes back as it was.
        var whole = client["refresh_token"]?.DeepClone().AsObject() ?? [];
        whole["rotation_type"] = "non-rotating";
        whole["expiration_type"] ??= "non-expiring";
        return Verdict.Bad("They are rotated.", Patch(client, "Switch refresh token rotation off", new JsonObject { ["refresh_token"] = whole }));
    }
}
