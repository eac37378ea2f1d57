using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ClientIsFirstParty(ServerClient which) : ClientRule(which)
{
    public override string Id => $"{Which.Id}-first-party";

    public override string Title => $"{Which.Called} is a first-party application".ToSentence();

    public override string Why => "Token Vault serves first-party applications only: every exchange is refused otherwise.";

    public override string ByHand => "A third-party application cannot be made a first-party one: create another";

    protected override Verdict Look(JsonObject client, Wanted wanted)
    {
        if (client["is_first_party"].Is(true))
            return Verdict.Good;
        // A client registered as third-party stays third-party.
        var mend = client["client_id"]!.ToString().StartsWith("tpc_", StringComparison.Ordinal)
            ? null
            : Patch(client, "Make it first-party", new JsonObject { ["is_first_party"] = true });
        return Verdict.Bad("is_first_party is false.", mend);
    }
}
