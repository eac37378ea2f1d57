using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ApiTokensCanBeRead : ApiRule
{
    public override string Id => "api-plain-tokens";

    public override string Title => "Tokens for the server's API are neither encrypted nor bound to a key of the client's";

    public override string Why => "The server does not decrypt tokens and knows no DPoP or mutual TLS: it would refuse every call.";

    public override string ByHand => "Applications > APIs > the API > Settings > Token Sender-Constraining: not required; JSON Web Encryption: off";

    protected override Verdict Look(JsonObject api)
    {
        var body = new JsonObject();
        if (api["token_encryption"] is not null)
            body["token_encryption"] = null;
        if (api["proof_of_possession"]?["required"].Is(true) is true)
            body["proof_of_possession"] = null;
        return body.Count == 0
            ? Verdict.Good
            : Verdict.Bad($"{string.Join(" and ", body.Select(member => member.Key))} is set.", Patch(api, "Leave tokens as they are", body));
    }
}
