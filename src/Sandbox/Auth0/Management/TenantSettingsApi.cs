using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary><c>/api/v2/tenants/settings</c> (auth0.com/docs/api/management/v2/tenants).</summary>
internal static class TenantSettingsApi
{
    private static readonly Members<Document> Table = new(
        [
            new(
                "customize_mfa_in_postlogin_action", d => d.Settings.CustomizeMfaInPostloginAction,
                (d, v) => d with { Settings = d.Settings with { CustomizeMfaInPostloginAction = Payload.Flag(v, "customize_mfa_in_postlogin_action") } }),
            new(
                "resource_parameter_profile", d => d.Settings.ResourceParameterProfile,
                (d, v) => d with { Settings = d.Settings with { ResourceParameterProfile = Payload.OneOf(v, "resource_parameter_profile", "audience", "compatibility") } }),
            new(
                "authorization_response_iss_parameter_supported", d => d.Settings.AuthorizationResponseIssParameterSupported,
                (d, v) => d with { Settings = d.Settings with { AuthorizationResponseIssParameterSupported = Payload.Flag(v, "authorization_response_iss_parameter_supported") } }),
            new(
                "client_id_metadata_document_supported", d => d.Settings.ClientIdMetadataDocumentSupported,
                (d, v) => d with { Settings = d.Settings with { ClientIdMetadataDocumentSupported = Payload.Flag(v, "client_id_metadata_document_supported") } }),
            new("flags", Flags, WriteFlags),
        ],
        [
            "friendly_name", "picture_url", "support_email", "support_url", "default_audience", "default_directory", "session_lifetime", "idle_session_lifetime", "acr_values_supported",
            "dynamic_client_registration_security_mode", "pushed_authorization_requests_supported", "skip_non_verifiable_callback_uri_confirmation_prompt",
        ],
        d => d.Other, (d, other) => d with { Other = other });

    public static void MapTenantSettings(this RouteGroupBuilder api)
    {
        api.MapGet("/tenants/settings", (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:tenant_settings");
            return Results.Json(Table.Describe(Of(tenant), ManagementAccess.ScopesOf(http)));
        });
        api.MapPatch("/tenants/settings", async (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:tenant_settings");
            var after = Table.Change(Of(tenant), await Payload.ReadObjectAsync(http.Request), creating: false);
            (tenant.Settings, tenant.OtherSettings, tenant.OtherFlags) = (after.Settings, after.Other, after.OtherFlags);
            return Results.Json(Table.Describe(after, ManagementAccess.ScopesOf(http)));
        });
    }

    private static Document Of(Tenant tenant) => new(tenant.Settings, tenant.OtherSettings, tenant.OtherFlags);

    private static JsonObject Flags(Document document)
    {
        var flags = document.OtherFlags.DeepClone().AsObject();
        flags["enable_dynamic_client_registration"] = document.Settings.EnableDynamicClientRegistration;
        return flags;
    }

    /// <summary>Unlike other objects they are merged.</summary>
    private static Document WriteFlags(Document document, JsonNode? value)
    {
        var kept = document.OtherFlags.DeepClone().AsObject();
        foreach (var (name, flag) in Payload.Object(value, "flags"))
            if (name == "enable_dynamic_client_registration")
                document = document with { Settings = document.Settings with { EnableDynamicClientRegistration = Payload.Flag(flag, name) } };
            else
                kept[name] = Payload.Flag(flag, name);
        return document with { OtherFlags = kept };
    }

    private sealed record Document(TenantSettings Settings, JsonObject Other, JsonObject OtherFlags);
}
