using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>An API of the tenant (a resource server).</summary>
public sealed record ApiResource
{
    public string Id { get; init; } = Tenant.NewId("");

    public required string Identifier { get; init; }

    /// <summary>Auth0's own: My Account and the Management API.</summary>
    public bool IsSystem { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>What scopes are for, by their names; not of all.</summary>
    public IReadOnlyDictionary<string, string> ScopeDescriptions { get; init; } = new Dictionary<string, string>();

    /// <summary><c>RS256</c>, <c>PS256</c> or <c>HS256</c>, whose secret is this API's.</summary>
    public string SigningAlg { get; init; } = "RS256";

    /// <summary>Seconds.</summary>
    public int TokenLifetime { get; init; } = 86_400;

    /// <summary><c>access_token</c> or <c>rfc9068_profile</c>.</summary>
    public string TokenDialect { get; init; } = "access_token";

    public bool AllowOfflineAccess { get; init; } = true;

    public bool SkipConsentForVerifiableFirstPartyClients { get; init; } = true;

    /// <summary>
    /// <c>subject_type_authorization.user.policy</c>: <c>allow_all</c>, <c>deny_all</c> or <c>require_client_grant</c>, by which a client gets
    /// for its users no more than a client grant names, and a third-party client nothing.
    /// </summary>
    public string UserAccess { get; init; } = "allow_all";

    public bool RequiresClientGrantForUsers => UserAccess == "require_client_grant";

    /// <summary>Role-based access control: a user's tokens hold the scopes of the user's roles, and nobody here has any.</summary>
    public bool EnforcesPolicies { get; init; }

    /// <summary>The types of <c>authorization_details</c> (RFC 9396) that may be asked for.</summary>
    public IReadOnlyList<string> AuthorizationDetailsTypes { get; init; } = [];

    /// <summary><c>consent_policy</c>: null, or <c>transactional-authorization-with-mfa</c>, which does not go with CIBA.</summary>
    public string? ConsentPolicy { get; init; }

    /// <summary>For <c>HS256</c>.</summary>
    public string SigningSecret { get; init; } = Secrets.New(32);

    /// <summary>Its other members at the Management API, which the sandbox keeps but does not use.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>What third-party clients may be granted for users without a client grant of their own.</summary>
    public IReadOnlyList<string> ThirdPartyPermissions { get; init; } = [];
}
