using System.Text.Json;
using System.Text.Json.Serialization;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>
/// OAuth Client ID Metadata Document (draft-ietf-oauth-client-id-metadata-document), as Auth0 takes it
/// (auth0.com/docs, "Register Applications with CIMD"): public clients only here.
/// </summary>
internal sealed record ClientMetadataDocument(
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_name")] string? ClientName,
    [property: JsonPropertyName("redirect_uris")] IReadOnlyList<Uri>? RedirectUris,
    [property: JsonPropertyName("grant_types")] IReadOnlyList<string>? GrantTypes,
    [property: JsonPropertyName("token_endpoint_auth_method")] string? TokenEndpointAuthMethod,
    [property: JsonPropertyName("application_type")] string? ApplicationType)
{
    /// <exception cref="ClientMetadataException">It is no such document, or not that of this address.</exception>
    public static OAuthClient Read(Uri url, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ClientMetadataDocument>(json)?.ToClient(url) ?? throw new ClientMetadataException("It is empty.");
        }
        catch (JsonException)
        {
            throw new ClientMetadataException("It is not a JSON object with the members of a client metadata document.");
        }
    }

    private OAuthClient ToClient(Uri url)
    {
        if (ClientId != url.ToString())
            throw new ClientMetadataException("Its client_id is not its own URL.");
        if (RedirectUris is not { Count: > 0 })
            throw new ClientMetadataException("It names no redirect_uris.");
        if (string.IsNullOrWhiteSpace(ClientName))
            throw new ClientMetadataException("It has no client_name.");
        if (GrantTypes is not { Count: > 0 })
            throw new ClientMetadataException("It names no grant_types.");
        if (ApplicationType is not ("native" or "web" or null))
            throw new ClientMetadataException("Its application_type must be native or web.");
        if (RedirectUris.FirstOrDefault(uri => !MayRedirectTo(uri)) is { } wrong)
            throw new ClientMetadataException($"Its redirect URI {wrong} must be https, or http on loopback for application_type native.");
        if (TokenEndpointAuthMethod != "none")
            throw new ClientMetadataException("Its token_endpoint_auth_method must be none.");

        return new OAuthClient
        {
            ClientId = Tenant.NewId("tpc_"),
            ExternalClientId = url,
            Name = ClientName,
            IsFirstParty = false,
            GrantTypes = [.. GrantTypes.Intersect(ClientRegistration.Grants)],
            Callbacks = RedirectUris,
            RefreshTokenRotation = "rotating",
        };
    }

    private bool MayRedirectTo(Uri uri) =>
        uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && ApplicationType == "native"));
}

/// <summary>A client metadata document cannot be had, or breaks a rule; the message says which.</summary>
public sealed class ClientMetadataException(string message) : Exception(message);
