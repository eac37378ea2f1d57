using System.Text.Json.Nodes;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ApiSigning : ApiRule
{
    public override string Id => "api-signing";

    public override string Title => "Tokens for the server's API are signed with a key that it can look up";

    public override string Why => "HS256 needs a secret that the server does not have: it answers every call with 401.";

    public override string ByHand => "Applications > APIs > the API > Settings > JSON Web Token (JWT) Signing Algorithm: RS256";

    protected override Verdict Look(JsonObject api) => api["signing_alg"]?.ToString() is "RS256" or "PS256" or "RS512"
        ? Verdict.Good
        : Verdict.Bad($"signing_alg is {api["signing_alg"]}.", Patch(api, "Sign with RS256", new JsonObject { ["signing_alg"] = "RS256" }));
}
