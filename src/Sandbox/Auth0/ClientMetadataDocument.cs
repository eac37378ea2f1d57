using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>OAuth Client ID Metadata Document (draft-ietf-oauth-client-id-metadata-document), as Auth0 takes it: public clients only here.</summary>
internal sealed record ClientMetadataDocument(
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_name")] string? ClientName,
    [property: JsonPropertyName("redirect_uris")] IReadOnlyList<Uri>? RedirectUris,
    [property: JsonPropertyName("grant_types")] IReadOnlyList<string>? GrantTypes,
    [property: JsonPropertyName("token_endpoint_auth_method")] string? TokenEndpointAuthMethod)
{
    private const int MaxBytes = 5 * 1024;

    /// <exception cref="InvalidOperationException">The document cannot be had, or is not one of this URL's client.</exception>
    public static async Task<OAuthClient> FetchAsync(Uri url, X509Certificate2 trusted, CancellationToken cancellationToken)
    {
        if (url.Scheme != Uri.UriSchemeHttps || url.AbsolutePath.Length < 2 || url.Fragment.Length > 0)
            throw new InvalidOperationException("A client_id that is a URL must be https, with a path and without a fragment.");

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
        if (TokenEndpointAuthMethod != "none")
            throw new InvalidOperationException("token_endpoint_auth_method must be none.");

        return new OAuthClient
        {
            ClientId = Tenant.NewId("cimd_"),
            ExternalClientId = url,
            Name = ClientName ?? url.Host,
            IsFirstParty = false,
            GrantTypes = [.. (GrantTypes ?? ["authorization_code"]).Intersect(["authorization_code", "refresh_token"])],
            Callbacks = RedirectUris,
            RefreshTokenRotation = "rotating",
        };
    }
}
