using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>
/// Requests that change something, as Auth0's pages have them: path, members that may be sent, those that must be. Written from the pages, not
/// from this program.
/// </summary>
internal static class DocumentedRequests
{
    private const string Docs = "https://auth0.com/docs/api/management/v2/";

    private static readonly string[] Client =
    [
        "name", "app_type", "resource_server_identifier", "is_first_party", "oidc_conformant", "token_endpoint_auth_method", "grant_types", "callbacks", "allowed_logout_urls",
        "web_origins", "refresh_token", "client_metadata", "organization_usage", "jwt_configuration", "async_approval_notification_channels", "description",
    ];

    private static readonly string[] Api =
    [
        "name", "scopes", "signing_alg", "allow_offline_access", "token_lifetime", "token_dialect", "skip_consent_for_verifiable_first_party_clients", "enforce_policies",
        "subject_type_authorization", "authorization_details", "consent_policy", "proof_of_possession", "token_encryption",
    ];

    private static readonly Documented[] All =
    [
        new("POST clients", Client, ["name"], Docs + "clients/post-clients"),
        new("POST clients/cimd/preview", ["external_client_id"], ["external_client_id"], Docs + "clients/post-clients-cimd-preview"),
        new("POST clients/cimd/register", ["external_client_id"], ["external_client_id"], Docs + "clients/post-clients-cimd-register"),
        new("PATCH clients/{id}", [.. Client.Except(["resource_server_identifier"])], [], Docs + "clients/patch-clients-by-id"),
        new("POST resource-servers", [.. Api, "identifier"], ["identifier"], Docs + "resource-servers/post-resource-servers"),
        new("PATCH resource-servers/{id}", Api, [], Docs + "resource-servers/patch-resource-servers-by-id"),
        new("POST client-grants", ["client_id", "default_for", "audience", "scope", "subject_type", "organization_usage", "allow_any_organization"], ["audience"], Docs + "client-grants/post-client-grants"),
        new("PATCH client-grants/{id}", ["scope", "organization_usage", "allow_any_organization", "authorization_details_types"], [], Docs + "client-grants/patch-client-grants-by-id"),
        new("PATCH connections/{id}", ["display_name", "connected_accounts", "authentication", "is_domain_connection", "show_as_button", "metadata", "realms"], [], Docs + "connections/patch-connections-by-id"),
        new("PATCH connections/{id}/clients", null, ["client_id", "status"], Docs + "connections/patch-clients"),
        new("PATCH tenants/settings", ["customize_mfa_in_postlogin_action", "resource_parameter_profile", "authorization_response_iss_parameter_supported", "client_id_metadata_document_supported", "flags"], [], Docs + "tenants/patch-settings"),
        new("PUT guardian/policies", null, [], Docs + "guardian/put-policies"),
        new("PUT guardian/factors/{id}", ["enabled"], ["enabled"], Docs + "guardian/put-factors-by-name"),
        new("POST actions/actions", ["name", "supported_triggers", "code", "runtime", "secrets", "dependencies"], ["name", "supported_triggers"], Docs + "actions/post-action"),
        new("PATCH actions/actions/{id}", ["name", "code", "runtime", "secrets", "dependencies"], [], Docs + "actions/patch-action"),
        new("POST actions/actions/{id}/deploy", [], [], Docs + "actions/post-deploy-action"),
        new("POST actions/actions/{id}/versions/{id}/deploy", ["update_draft"], [], Docs + "actions/post-deploy-draft-version"),
        new("DELETE actions/actions/{id}", [], [], Docs + "actions/delete-action"),
        new("DELETE clients/{id}", [], [], Docs + "clients/delete-clients-by-id"),
        new("DELETE resource-servers/{id}", [], [], Docs + "resource-servers/delete-resource-servers-by-id"),
        new("DELETE client-grants/{id}", [], [], Docs + "client-grants/delete-client-grants-by-id"),
        new("PATCH actions/triggers/post-login/bindings", ["bindings"], ["bindings"], Docs + "actions/patch-bindings"),
    ];

    /// <summary>Fails where a request is not one of them.</summary>
    public static void Check(IEnumerable<(string Request, JsonNode? Body)> requests) => Assert.All(requests, request =>
    {
        var documented = Assert.Single(All, d => d.IsOf(request.Request));
        // An array's items each.
        foreach (var body in request.Body is JsonArray items ? items.OfType<JsonObject>() : [request.Body as JsonObject ?? []])
        {
            var sent = body.Select(member => member.Key).ToList();
            var unknown = documented.May is null ? [] : sent.Except(documented.May).ToList();
            Assert.True(unknown.Count == 0, $"{request.Request} sends {string.Join(", ", unknown)}, which {documented.Page} does not have.");
            var missing = documented.Must.Except(sent).ToList();
            Assert.True(missing.Count == 0, $"{request.Request} lacks {string.Join(", ", missing)}: {documented.Page}.");
        }
    });

    private sealed record Documented(string Request, string[]? May, string[] Must, string Page)
    {
        public bool IsOf(string request) =>
            Regex.IsMatch(request, "^" + Request.Replace(" ", " /api/v2/", StringComparison.Ordinal).Replace("{id}", "[^/]+", StringComparison.Ordinal) + "$");
    }
}
