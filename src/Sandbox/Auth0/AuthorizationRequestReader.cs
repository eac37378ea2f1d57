using System.Globalization;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>Reads and checks a request at <c>/authorize</c>.</summary>
internal sealed class AuthorizationRequestReader(Tenant tenant)
{
    private static readonly string[] OidcScopes = ["openid", "profile", "email"];

    /// <summary>What a third-party client may send; anything else is ignored for it (auth0.com/docs, third-party applications, security controls).</summary>
    private static readonly string[] ThirdPartyParameters =
        ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "audience", "resource", "prompt", "response_mode"];

    /// <summary>The client and where to send the answer. Until both are sure, an error is a page, never a redirect.</summary>
    /// <exception cref="UntrustedRedirectException">Client or redirect_uri is not registered.</exception>
    public (OAuthClient Client, Uri RedirectUri) ReadDestination(IQueryCollection query)
    {
        var client = tenant.FindClient(query["client_id"])
            ?? throw new UntrustedRedirectException($"Unknown client: {query["client_id"]}");
        if (!Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var redirectUri) || !client.Callbacks.Contains(redirectUri))
            throw new UntrustedRedirectException("Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.");
        return (client, redirectUri);
    }

    /// <exception cref="OAuthErrorException">The request is not valid; the error goes to the client by redirect.</exception>
    public AuthorizationRequest Read(OAuthClient client, Uri redirectUri, IQueryCollection query)
    {
        string? Parameter(string name) =>
            (client.IsFirstParty || ThirdPartyParameters.Contains(name)) && query[name] is [{ Length: > 0 } value, ..] ? value : null;

        if (Parameter("response_type") != "code")
            throw new OAuthErrorException(400, "unsupported_response_type", $"Unsupported response type: {Parameter("response_type")}");
        if (!client.GrantTypes.Contains("authorization_code"))
            throw OAuthErrorException.GrantNotAllowed("authorization_code");
        if (Parameter("code_challenge_method") is { } method && method != "S256")
            throw OAuthErrorException.InvalidRequest("code_challenge_method must be S256");
        var challenge = Parameter("code_challenge");
        if (challenge is null && (client.IsPublic || !client.IsFirstParty))
            throw OAuthErrorException.InvalidRequest("Parameter code_challenge is required for this client");

        var api = Api(Parameter("audience"), Parameter("resource"));
        return new AuthorizationRequest
        {
            Client = client,
            RedirectUri = redirectUri,
            State = Parameter("state"),
            Nonce = Parameter("nonce"),
            Api = api,
            Scopes = Grantable(client, api, Parameter("scope")),
            CodeChallenge = challenge ?? "",
            LoginHint = Parameter("login_hint"),
            Prompt = Parameter("prompt"),
            MaxAge = int.TryParse(Parameter("max_age"), NumberStyles.None, CultureInfo.InvariantCulture, out var maxAge) ? maxAge : null,
            AcrValues = Parameter("acr_values")?.Split(' ') ?? [],
        };
    }

    /// <summary>Audience wins over resource; resource counts in the compatibility profile only.</summary>
    private ApiResource? Api(string? audience, string? resource)
    {
        var identifier = audience ?? (tenant.Settings.ResourceParameterProfile == "compatibility" ? resource : null);
        return identifier is null
            ? null
            : tenant.FindApi(identifier) ?? throw new OAuthErrorException(403, "access_denied", $"Service not found: {identifier}");
    }

    /// <summary>What was asked for and exists. Third-party clients get no OIDC scopes, and of an API what it permits them.</summary>
    private static List<string> Grantable(OAuthClient client, ApiResource? api, string? scope)
    {
        var allowed = new List<string>();
        if (client.IsFirstParty)
            allowed.AddRange(OidcScopes);
        if (client.GrantTypes.Contains("refresh_token") && api is null or { AllowOfflineAccess: true })
            allowed.Add("offline_access");
        if (api is not null)
            allowed.AddRange(client.IsFirstParty ? api.Scopes : api.Scopes.Intersect(api.ThirdPartyPermissions));
        return [.. (scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(allowed.Contains)];
    }
}

/// <summary>The request names no place that an answer may be sent to.</summary>
internal sealed class UntrustedRedirectException(string message) : Exception(message);
