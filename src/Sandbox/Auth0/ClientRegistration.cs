using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>How clients that no administrator created become known: by their metadata document, or by registering themselves.</summary>
internal sealed partial class ClientRegistration(Tenant tenant)
{
    /// <summary>What clients of either kind may have.</summary>
    public static readonly string[] Grants = ["authorization_code", "refresh_token"];

    /// <summary>The sandbox's own limit on applications; the code is what Auth0 is observed to answer.</summary>
    private const int MaxClients = 100;

    private static readonly string[] Methods = ["none", "client_secret_post", "client_secret_basic"];

    /// <summary>The client; where the tenant fetches documents when it first sees them, also one that was not known before.</summary>
    /// <exception cref="ClientMetadataException">Its document cannot be had.</exception>
    public async Task<OAuthClient?> FindAsync(string? id, CancellationToken cancellationToken)
    {
        if (tenant.FindClient(id) is { } known)
            return known;
        if (tenant.Settings is not { ClientIdMetadataDocumentSupported: true, ClientMetadataDocuments: ClientMetadataDocuments.FirstSeen }
            || !Uri.TryCreate(id, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps)
            return null;
        await tenant.RegisterCimdClientAsync(url, cancellationToken);
        return tenant.FindClient(id);
    }

    /// <summary><c>POST /oidc/register</c> (auth0.com/docs, "Dynamic Client Registration"; OpenID Connect Dynamic Client Registration 1.0 section 3).</summary>
    public async Task<IResult> RegisterAsync(HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (!tenant.Settings.EnableDynamicClientRegistration)
            return Refuse(
                StatusCodes.Status404NotFound, "not_found",
                "Dynamic client registration is off for this tenant. Have its administrator register the client, or switch enable_dynamic_client_registration on.");
        if (tenant.ThirdPartyClients >= MaxClients)
            return Refuse(StatusCodes.Status403Forbidden, "too_many_entities", $"This tenant holds no more than {MaxClients} third-party clients.");
        if (await ReadAsync(request) is not { } body)
            return Refuse(StatusCodes.Status400BadRequest, "invalid_client_metadata", "The body must be a JSON object.");

        try
        {
            var client = ToClient(body);
            tenant.Put(client);
            return Results.Json(Describe(client), statusCode: StatusCodes.Status201Created);
        }
        catch (OAuthErrorException error)
        {
            return Refuse(error.Status, error.Error, error.Description);
        }
    }

    private static OAuthClient ToClient(JsonObject body)
    {
        var callbacks = Texts(body, "redirect_uris") ?? [];
        if (callbacks.Length == 0 || !Array.TrueForAll(callbacks, MayBeCallback))
            throw new OAuthErrorException(400, "invalid_redirect_uri", "redirect_uris must be one or more absolute URLs without fragment, for example http://127.0.0.1:33418/callback.");
        var method = Text(body, "token_endpoint_auth_method") ?? "client_secret_post";
        if (!Methods.Contains(method))
            throw new OAuthErrorException(400, "invalid_client_metadata", $"token_endpoint_auth_method must be one of {string.Join(", ", Methods)}.");
        string[] grants = [.. (Texts(body, "grant_types") ?? ["authorization_code"]).Intersect(Grants)];
        if (grants.Length == 0)
            throw new OAuthErrorException(400, "invalid_client_metadata", $"grant_types must hold one of {string.Join(", ", Grants)}.");
        return new OAuthClient
        {
            ClientId = Tenant.NewId("tpc_"),
            Name = Text(body, "client_name") is { Length: > 0 and <= 255 } name ? name : "A client that registered itself",
            IsFirstParty = false,
            TokenEndpointAuthMethod = method,
            ClientSecret = method == "none" ? null : Secrets.New(48),
            GrantTypes = grants,
            Callbacks = [.. callbacks.Select(callback => new Uri(callback))],
            RefreshTokenRotation = method == "none" ? "rotating" : "non-rotating",
        };
    }

    private static JsonObject Describe(OAuthClient client)
    {
        var body = new JsonObject
        {
            ["client_id"] = client.ClientId,
            ["client_name"] = client.Name,
            ["client_secret_expires_at"] = 0,
            ["redirect_uris"] = new JsonArray([.. client.Callbacks.Select(c => JsonValue.Create(c.OriginalString))]),
            ["grant_types"] = new JsonArray([.. client.GrantTypes.Select(g => JsonValue.Create(g))]),
            ["token_endpoint_auth_method"] = client.TokenEndpointAuthMethod,
        };
        if (client.ClientSecret is not null)
            body["client_secret"] = client.ClientSecret;
        return body;
    }

    private static async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            return null;
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string[]? Texts(JsonObject body, string name) => body[name] is JsonArray array
        ? [.. array.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : "")]
        : null;

    /// <summary>A private-use scheme has a dot or starts an application; one that a browser would execute is refused.</summary>
    private static bool MayBeCallback(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Fragment.Length == 0 && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback) || AppScheme().IsMatch(url.Scheme));

    [GeneratedRegex("^(?!https?$|javascript$|data$|file$|ftp$|blob$|about$|vbscript$)[a-z][a-z0-9+.-]*$")]
    private static partial Regex AppScheme();

    private static IResult Refuse(int status, string error, string description) =>
        Results.Json(new { error, error_description = description }, statusCode: status);
}
