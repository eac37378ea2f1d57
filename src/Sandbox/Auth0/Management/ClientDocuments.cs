using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>
/// <c>/api/v2/clients/cimd</c> (auth0.com/docs/api/management/v2/clients/post-clients-cimd-preview, …-register): applications known by their
/// metadata documents.
/// </summary>
internal static class ClientDocuments
{
    public static void MapClientDocuments(this RouteGroupBuilder api)
    {
        api.MapPost("/clients/cimd/preview", async (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:clients");
            var document = await ReadAsync(http);
            try
            {
                var client = await tenant.PreviewCimdClientAsync(document, http.RequestAborted);
                return Results.Json(Describe(client, tenant.FindClient(document.ToString())?.ClientId));
            }
            catch (ClientMetadataException exception)
            {
                return Results.Json(new JsonObject { ["errors"] = new JsonArray(exception.Message) });
            }
        });
        api.MapPost("/clients/cimd/register", async (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "create:clients");
            ManagementAccess.Require(http, "update:clients");
            var document = await ReadAsync(http);
            var isKnown = tenant.FindClient(document.ToString()) is not null;
            try
            {
                var client = await tenant.RegisterCimdClientAsync(document, http.RequestAborted);
                return Results.Json(Describe(client, client.ClientId), statusCode: isKnown ? StatusCodes.Status200OK : StatusCodes.Status201Created);
            }
            catch (ClientMetadataException exception)
            {
                throw ManagementException.InvalidBody(exception.Message);
            }
        });
    }

    private static async Task<Uri> ReadAsync(HttpContext http)
    {
        var body = await Payload.ReadObjectAsync(http.Request);
        if (body.Select(member => member.Key).FirstOrDefault(name => name != "external_client_id") is { } unknown)
            throw ManagementException.InvalidBody($"Additional properties not allowed: {unknown}");
        return Uri.TryCreate(Payload.Text(body["external_client_id"], "external_client_id"), UriKind.Absolute, out var document) && document.Scheme == Uri.UriSchemeHttps
            ? document
            : throw ManagementException.InvalidBody("Object didn't pass validation for format absolute-https-uri-or-empty' on property external_client_id");
    }

    private static JsonObject Describe(OAuthClient client, string? id)
    {
        var shown = new JsonObject
        {
            ["mapped_fields"] = new JsonObject
            {
                ["external_client_id"] = client.ExternalClientId!.ToString(),
                ["name"] = client.Name,
                ["app_type"] = client.AppType,
                ["callbacks"] = Payload.Array(client.Callbacks.Select(url => url.OriginalString)),
                ["grant_types"] = Payload.Array(client.GrantTypes),
                ["token_endpoint_auth_method"] = client.TokenEndpointAuthMethod,
            },
            ["validation"] = new JsonObject { ["valid"] = true, ["violations"] = new JsonArray(), ["warnings"] = new JsonArray() },
        };
        if (id is not null)
            shown["client_id"] = id;
        return shown;
    }
}
