using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>OAuth Client ID Metadata Document (draft-ietf-oauth-client-id-metadata-document), as Auth0 takes it: public clients only here.</summary>
internal sealed record ClientMetadataDocument(
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_name")] string? ClientName,
    [property: JsonPropertyName("redirect_uris")] IReadOnlyList<Uri>? RedirectUris,
    [property: JsonPropertyName("grant_types")] IReadOnlyList<string>? GrantTypes,
    [property: JsonPropertyName("token_endpoint_auth_method")] string? TokenEndpointAuthMethod,
    [property: JsonPropertyName("application_type")] string? ApplicationType)
{
    private const int MaxBytes = 5 * 1024;
    private const int MaxUrlBytes = 120;

    /// <exception cref="InvalidOperationException">The document cannot be had, or is not one of this URL's client.</exception>
    public static async Task<OAuthClient> FetchAsync(Uri url, X509Certificate2 trusted, CancellationToken cancellationToken)
    {
        // Auth0 refuses localhost and addresses too; here clients live on loopback, and this is the one rule that is not kept.
        if (url.Scheme != Uri.UriSchemeHttps || url.AbsolutePath.Length < 2 || url.Fragment.Length > 0 || url.Query.Length > 0 || url.UserInfo.Length > 0
            || url.OriginalString.Contains("/.", StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(url.OriginalString) > MaxUrlBytes)
            throw new InvalidOperationException(
                $"A client_id that is a URL must be https, with a path, without fragment, query, user or dot segments, of at most {MaxUrlBytes} bytes.");

        using var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Thumbprint == trusted.Thumbprint,
        };
        using var http = new HttpClient(handler) { MaxResponseContentBufferSize = MaxBytes };
        using var response = await http.GetAsync(url, cancellationToken);
        response.EnsureSuccessStatusCode();
        var document = JsonSerializer.Deserialize<ClientMetadataDocument>(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return document?.ToClient(url) ?? throw new InvalidOperationException("The metadata document is empty.");
    }

    private OAuthClient ToClient(Uri url)
    {
        if (ClientId != url.ToString())
            throw new InvalidOperationException("The document's client_id is not its own URL.");
        if (RedirectUris is not { Count: > 0 })
            throw new InvalidOperationException("The document names no redirect_uris.");
        if (string.IsNullOrWhiteSpace(ClientName))
            throw new InvalidOperationException("The document has no client_name.");
        if (GrantTypes is not { Count: > 0 })
            throw new InvalidOperationException("The document names no grant_types.");
        if (ApplicationType is not ("native" or "web" or null))
            throw new InvalidOperationException("application_type must be native or web.");
        if (RedirectUris.FirstOrDefault(uri => !MayRedirectTo(uri)) is { } wrong)
            throw new InvalidOperationException($"The redirect URI {wrong} must be https, or http on loopback for application_type native.");
        if (TokenEndpointAuthMethod != "none")
            throw new InvalidOperationException("token_endpoint_auth_method must be none.");

        return new OAuthClient
        {
            ClientId = Tenant.NewId("tpc_"),
            ExternalClientId = url,
            Name = ClientName,
            IsFirstParty = false,
            GrantTypes = [.. GrantTypes.Intersect(["authorization_code", "refresh_token"])],
            Callbacks = RedirectUris,
            RefreshTokenRotation = "rotating",
        };
    }

    private bool MayRedirectTo(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && ApplicationType == "native");
}
