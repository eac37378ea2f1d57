using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ClientHasGrants(ServerClient which) : ClientRule(which)
{
    public override string Id => $"{Which.Id}-grants";

    public override string Title => $"{Which.Called} has its grant types".ToSentence();

    public override string Why => "Auth0 answers a grant type that the application does not have with unauthorized_client: no exchange, or no login at the pages.";

    public override string ByHand => "Applications > the application > Settings > Advanced Settings > Grant Types: " + string.Join(", ", Which.Grants.Select(Named));

    protected override Verdict Look(JsonObject client, Wanted wanted)
    {
        var missing = Which.Grants.Except(client["grant_types"].Texts()).ToList();
        return missing.Count == 0
            ? Verdict.Good
            : Verdict.Bad(
                $"Missing: {string.Join(", ", missing.Select(Named))}.",
                Patch(client, $"Add {string.Join(", ", missing.Select(Named))}", new JsonObject { ["grant_types"] = client["grant_types"].With(missing) }));
    }

    /// <summary>As the Dashboard calls it.</summary>
    private static string Named(string grant) => grant switch
    {
        ServerClient.TokenVaultGrant => "Token Vault",
        "authorization_code" => "Authorization Code",
        "refresh_token" => "Refresh Token",
        _ => grant,
    };
}
