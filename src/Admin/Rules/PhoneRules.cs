using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;
using TokenVaultAgent.Tools.Safety.Ciba;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>A rule that counts where the server asks users on the phone (<c>StepUp:Channel</c> = <c>Ciba</c>).</summary>
internal abstract class PhoneRule : Rule
{
    public override Uri Docs => new("https://auth0.com/docs/get-started/authentication-and-authorization-flow/client-initiated-backchannel-authentication-flow");

    public sealed override Verdict Look(TenantState tenant, Wanted wanted) => wanted.AsksOnPhone ? LookAt(tenant, wanted) : Verdict.Good;

    protected abstract Verdict LookAt(TenantState tenant, Wanted wanted);
}

internal sealed class WebClientAsksPhones : PhoneRule
{
    private const string Grant = "urn:openid:params:grant-type:ciba";
    private const string Channel = "guardian-push";

    public override string Id => "web-client-phone";

    public override string Title => "The web application may ask users on the phone";

    public override string Why => "Auth0 refuses /bc-authorize otherwise: every approval falls back to the page.";

    public override string ByHand => "Applications > the application > Settings > Advanced Settings > Grant Types: Client Initiated Backchannel Authentication (CIBA), with the channel Guardian push";

    protected override Verdict LookAt(TenantState tenant, Wanted wanted)
    {
        if (ServerClient.Web.Find(tenant, wanted) is not { } client)
            return Verdict.ComesLater;
        var body = new JsonObject();
        if (!client["grant_types"].Texts().Contains(Grant))
            body["grant_types"] = client["grant_types"].With([Grant]);
        if (!client["async_approval_notification_channels"].Texts().Contains(Channel))
            body["async_approval_notification_channels"] = client["async_approval_notification_channels"].With([Channel]);
        return body.Count == 0
            ? Verdict.Good
            : Verdict.Bad(
                $"Missing in {string.Join(" and ", body.Select(member => member.Key))}.",
                new ChangeItem("Let the web application ask on the phone", TenantState.Clients, client["client_id"]!.ToString(), body));
    }
}

internal sealed class ApiKnowsWhatIsAsked : PhoneRule
{
    public override string Id => "api-phone";

    public override string Title => "The server's API knows what is asked on the phone";

    public override string Why => "Rich authorization details are of a type that the API has registered, and a consent policy of its own does not go with the phone.";

    public override string ByHand => $"By the Management API: authorization_details of type {PhoneDetails.Type}, consent_policy null";

    public override Uri Docs => new("https://auth0.com/docs/get-started/apis/configure-rich-authorization-requests");

    protected override Verdict LookAt(TenantState tenant, Wanted wanted)
    {
        if (tenant.Api(wanted.Audience) is not { } api)
            return Verdict.ComesLater;
        var body = new JsonObject();
        var types = api["authorization_details"] as JsonArray ?? [];
        if (types.All(type => type!["type"]?.ToString() != PhoneDetails.Type))
            body["authorization_details"] = new JsonArray([.. types.Select(type => type!.DeepClone()), new JsonObject { ["type"] = PhoneDetails.Type }]);
        if (api["consent_policy"] is not null)
            body["consent_policy"] = null;
        return body.Count == 0
            ? Verdict.Good
            : Verdict.Bad(
                $"{string.Join(" and ", body.Select(member => member.Key))} must be other.",
                new ChangeItem("Let the API be asked for on the phone", TenantState.Apis, api["id"]!.ToString(), body));
    }
}

internal sealed class PhonesAreOn : PhoneRule
{
    public override string Id => "mfa-phone";

    public override string Title => "Push notifications are on";

    public override string Why => "The question comes by Guardian's push notification: without the factor nobody has a phone enrolled.";

    public override string ByHand => "Security > Multi-factor Auth > Push Notification using Auth0 Guardian";

    protected override Verdict LookAt(TenantState tenant, Wanted wanted) =>
        tenant.All(TenantState.Factors).Any(factor => factor["name"]?.ToString() == "push-notification" && factor["enabled"].Is(true))
            ? Verdict.Good
            : Verdict.Bad("They are off.", new ChangeItem("Switch push notifications on", TenantState.Factors, "push-notification", new JsonObject { ["enabled"] = true }));
}
