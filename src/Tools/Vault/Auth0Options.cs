namespace TokenVaultAgent.Tools.Vault;

/// <summary>The Auth0 tenant, this server's API in it, and the clients that make exchanges.</summary>
internal sealed class Auth0Options
{
    public const string Section = "Auth0";

    /// <summary>The tenant's issuer with its trailing slash, for example <c>https://example.eu.auth0.com/</c> or a custom domain.</summary>
    public Uri? Issuer { get; set; }

    /// <summary>
    /// Other domains of the same tenant, for example its own where <see cref="Issuer"/> is a custom one: Auth0 may send browsers there.
    /// </summary>
    public IList<string> OtherDomains { get; } = [];

    /// <summary>The identifier of this server's API: the public URL of its MCP endpoint.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The Custom API Client linked to that API; it exchanges callers' access tokens.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret, where it authenticates by <c>client_secret_post</c>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Its private key in PEM, where it authenticates by <c>private_key_jwt</c>.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>The file that holds that key.</summary>
    public string? PrivateKeyFile { get; set; }

    /// <summary>The <c>kid</c> under which the key is registered; may be left out.</summary>
    public string? KeyId { get; set; }

    /// <summary><c>RS256</c>, <c>PS256</c> or <c>RS384</c>, as registered with the key.</summary>
    public string SigningAlgorithm { get; set; } = "RS256";

    /// <summary>The regular web application whose refresh tokens are exchanged; null where nobody logs in at this server.</summary>
    public WebClientOptions? WebClient { get; set; }
}

/// <summary>The regular web application of this server's own pages. It has refresh token rotation off, as Token Vault demands.</summary>
internal sealed class WebClientOptions
{
    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";
}
