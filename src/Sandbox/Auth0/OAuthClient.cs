using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>An application of the tenant, with the Management API's field names in its seed.</summary>
public sealed record OAuthClient
{
    public required string ClientId { get; init; }

    public required string Name { get; init; }

    /// <summary>A CIMD client is known by the URL of its metadata document.</summary>
    public Uri? ExternalClientId { get; init; }

    public bool IsFirstParty { get; init; } = true;

    public bool OidcConformant { get; init; } = true;

    /// <summary><c>deny</c>, <c>allow</c> or <c>require</c>: whether users log in to an organization.</summary>
    public string OrganizationUsage { get; init; } = "deny";

    /// <summary><c>none</c>, <c>client_secret_post</c>, <c>client_secret_basic</c> or <c>private_key_jwt</c>.</summary>
    public string TokenEndpointAuthMethod { get; init; } = "none";

    public string? ClientSecret { get; init; }

    /// <summary>PEM, for <c>private_key_jwt</c>.</summary>
    public string? PublicKey { get; init; }

    public IReadOnlyList<string> GrantTypes { get; init; } = [];

    public IReadOnlyList<Uri> Callbacks { get; init; } = [];

    public IReadOnlyList<Uri> AllowedLogoutUrls { get; init; } = [];

    /// <summary>For third-party clients: <c>open_redirect_protection</c>, or <c>allow_always</c> to send them every error.</summary>
    public string RedirectionPolicy { get; init; } = "open_redirect_protection";

    /// <summary>For a Custom API Client (<c>app_type: resource_server</c>): the API it stands for.</summary>
    public string? ResourceServerIdentifier { get; init; }

    /// <summary><c>rotating</c> or <c>non-rotating</c>.</summary>
    public string RefreshTokenRotation { get; init; } = "non-rotating";

    /// <summary>Audiences, with scopes, that one refresh token may be used for besides its own (MRRT).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> RefreshTokenPolicies { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary><c>native</c>, <c>spa</c>, <c>regular_web</c>, <c>non_interactive</c> or <c>resource_server</c>.</summary>
    public string AppType { get; init; } = "regular_web";

    /// <summary>Members of its <c>refresh_token</c> that the sandbox keeps but does not use: lifetimes and leeway.</summary>
    public JsonObject RefreshTokenExtra { get; init; } = [];

    /// <summary>Its other members at the Management API, which the sandbox keeps but does not use.</summary>
    public JsonObject Extra { get; init; } = [];

    public bool IsPublic => TokenEndpointAuthMethod == "none";

    /// <summary>What its requests and tokens call it.</summary>
    public string PresentedId => ExternalClientId?.ToString() ?? ClientId;
}
