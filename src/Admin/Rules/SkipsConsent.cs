using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <param name="of">In words.</param>
internal sealed class SkipsConsent(string id, string of, Func<Wanted, string> identifier) : Rule
{
    public override string Id => id;

    public override string Title => $"{of} asks no consent for the tenant's own applications";

    public override string Why => "One refresh token gets tokens for several APIs (MRRT) only where no page has to ask the user first.";

    public override string ByHand => "Applications > APIs > the API > Settings > Allow Skipping User Consent";

    public override Uri Docs => new("https://auth0.com/docs/secure/tokens/refresh-tokens/multi-resource-refresh-token");

    public override Verdict Look(TenantState tenant, Wanted wanted) => tenant.Api(identifier(wanted)) switch
    {
        null => Verdict.ComesLater,
        var api when api["skip_consent_for_verifiable_first_party_clients"].Is(true) => Verdict.Good,
        var api => Verdict.Bad("It asks.", new ChangeItem(
            $"Ask no consent for {identifier(wanted)}", TenantState.Apis, api["id"]!.ToString(), new JsonObject { ["skip_consent_for_verifiable_first_party_clients"] = true })),
    };
}
