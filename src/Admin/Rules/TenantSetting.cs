using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>A rule that is one member of the tenant's settings.</summary>
internal abstract class TenantSetting(string member, JsonValue expected) : Rule
{
    public sealed override Verdict Look(TenantState tenant, Wanted wanted)
    {
        var found = tenant.Document(TenantState.Settings)[member];
        return JsonNode.DeepEquals(found, expected)
            ? Verdict.Good
            : Verdict.Bad($"{member} is {found?.ToJsonString() ?? "not set"}.", new ChangeDocument(
                $"Set {member} to {expected.ToJsonString()}", TenantState.Settings, new JsonObject { [member] = expected.DeepClone() }));
    }
}

internal sealed class MfaIsForActions() : TenantSetting("customize_mfa_in_postlogin_action", JsonValue.Create(true))
{
    public override string Id => "mfa-by-actions";

    public override string Title => "Actions may ask for MFA";

    public override string Why => "What the Actions demand is ignored otherwise: no token ever holds mail:send, and no mail can be approved.";

    public override string ByHand => "Security > Multi-factor Auth > Additional Settings > Customize MFA Factors using Actions";

    public override Uri Docs => new("https://auth0.com/docs/secure/multi-factor-authentication/customize-mfa/customize-mfa-selection-universal-login");
}

internal sealed class ResourceParameterIsRead() : TenantSetting("resource_parameter_profile", JsonValue.Create("compatibility"))
{
    public override string Id => "resource-parameter";

    public override string Title => "The tenant reads the resource parameter";

    public override string Why => "MCP clients name the server by it and send no audience: they would get tokens that are for nobody.";

    public override string ByHand => "Settings > Advanced > Resource Parameter Compatibility Profile";

    public override Uri Docs => new("https://auth0.com/docs/get-started/apis/configure-resource-parameter-profile");
}

internal sealed class IssuerIsInResponses() : TenantSetting("authorization_response_iss_parameter_supported", JsonValue.Create(true))
{
    public override string Id => "issuer-in-responses";

    public override string Title => "Authorization responses name the issuer";

    public override string Why => "MCP clients that know several authorization servers tell by it which one answered (RFC 9207), and refuse an answer without it.";

    public override string ByHand => "By the Management API: authorization_response_iss_parameter_supported";

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/authorization-response-iss-parameter");
}

internal sealed class DocumentsMakeClients() : TenantSetting("client_id_metadata_document_supported", JsonValue.Create(true))
{
    public override string Id => "client-metadata-documents";

    public override string Title => "Clients can be known by their metadata documents";

    public override string Why => "Most MCP clients have such a document (CIMD) and no other way to be known to your tenant.";

    public override string ByHand => "Settings > Advanced > Client ID Metadata Document Registration";

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/register-applications-with-cimd");
}
