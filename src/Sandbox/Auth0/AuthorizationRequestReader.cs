using System.Globalization;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>Reads and checks a request at <c>/authorize</c>.</summary>
internal sealed partial class AuthorizationRequestReader(Tenant tenant, ClientRegistration registration)
{
    private static readonly string[] OidcScopes = ["openid", "profile", "email"];

    /// <summary>What a third-party client may send, besides <c>ext-*</c> (auth0.com/docs, "Security Controls for Third-Party Applications").</summary>
    private static readonly string[] ThirdPartyParameters =
    [
        "acr_values", "audience", "authorization_details", "client_id", "code_challenge", "code_challenge_method", "connection",
        "correlation_id", "display", "dpop_jkt", "login_hint", "max_age", "nonce", "prompt", "redirect_uri", "resource", "response_type",
        "scope", "state", "ui_locales",
    ];

    /// <summary>The client and where to send the answer. Until both are sure, an error is a page, never a redirect.</summary>
    /// <exception cref="UntrustedRedirectException">Client or redirect_uri is not registered.</exception>
    public async Task<(OAuthClient Client, Uri RedirectUri)> ReadDestinationAsync(IQueryCollection query, CancellationToken cancellationToken)
    {
        var id = query["client_id"].ToString();
        var client = await FindAsync(id, cancellationToken);
        var given = query["redirect_uri"].ToString();
        return client.Callbacks.Any(callback => Matches(client, callback.OriginalString, given))
            ? (client, new Uri(given))
            : throw new UntrustedRedirectException(
                $"Callback URL mismatch. {given} is not in the list of allowed callback URLs of {client.Name}: {string.Join(", ", client.Callbacks)}. Register it, or set the client to one of these.");
    }

    private async Task<OAuthClient> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length == 0)
            throw new UntrustedRedirectException(
                "Missing required parameter: client_id. The client has none: set one in it, or have it register itself (dynamic registration or a client metadata document), where the tenant allows that.");
        try
        {
            return await registration.FindAsync(id, cancellationToken) ?? throw new UntrustedRedirectException(
                $"Unknown client: {id}. It is not registered at this tenant, or was forgotten with a restart: register it, or remove what the client has stored of this server and connect again.");
        }
        catch (ClientMetadataException exception)
        {
            throw new UntrustedRedirectException($"Unknown client: its metadata document at {id} was not taken. {exception.Message}");
        }
    }

    /// <summary>Compared as text: Uri.Equals ignores fragment and user info.</summary>
    private bool Matches(OAuthClient client, string callback, string given) =>
        callback == given
        || (client.IsPublic && tenant.Settings.LoopbackPorts == LoopbackPorts.Any
            && Loopback().Match(callback) is { Success: true } registered && Loopback().Match(given) is { Success: true } asked
            && registered.Groups["host"].Value == asked.Groups["host"].Value && registered.Groups["path"].Value == asked.Groups["path"].Value);

    [GeneratedRegex(@"^http://(?<host>127\.0\.0\.1|\[::1\]|localhost)(:[0-9]{1,5})?(?<path>(/[^#\s]*)?)$")]
    private static partial Regex Loopback();

    /// <exception cref="OAuthErrorException">The request is not valid; the error goes to the client by redirect.</exception>
    public AuthorizationRequest Read(OAuthClient client, Uri redirectUri, IQueryCollection query)
    {
        string? Parameter(string name) => query[name] is [{ Length: > 0 } value, ..] ? value : null;

        if (!client.IsFirstParty && query.Keys.FirstOrDefault(IsNotForThirdParties) is { } unsupported)
            throw OAuthErrorException.InvalidRequest($"Parameter {unsupported} is not supported for third-party clients");
        if (Parameter("response_type") != "code")
            throw new OAuthErrorException(400, "unsupported_response_type", $"Unsupported response type: {Parameter("response_type")}");
        if (!client.GrantTypes.Contains("authorization_code"))
            throw OAuthErrorException.GrantNotAllowed("authorization_code");
        var challenge = Parameter("code_challenge");
        // Without a method RFC 7636 means "plain".
        if (challenge is not null && Parameter("code_challenge_method") != "S256")
            throw OAuthErrorException.InvalidRequest("code_challenge_method must be S256");
        if (challenge is null && (client.IsPublic || !client.IsFirstParty))
            throw OAuthErrorException.InvalidRequest("Parameter code_challenge is required for this client");

        var api = Api(Parameter("audience"), Parameter("resource"));
        if (!client.IsFirstParty && !tenant.LetsThirdPartiesLogIn)
            throw OAuthErrorException.InvalidRequest("no connections enabled for the client");
        if (api is { UserAccess: "deny_all" }
            || api is { RequiresClientGrantForUsers: true } && (!client.IsFirstParty || tenant.FindClientGrant(client.ClientId, api.Identifier, "user") is null)
            || api is { ThirdPartyPermissions.Count: 0 } && !client.IsFirstParty)
            throw new OAuthErrorException(403, client.IsFirstParty ? "access_denied" : "unauthorized_client", $"Client \"{client.PresentedId}\" is not authorized to access resource server \"{api.Identifier}\".");
        return new AuthorizationRequest
        {
            Client = client,
            RedirectUri = redirectUri,
            State = Parameter("state"),
            Nonce = Parameter("nonce"),
            Api = api,
            RequestedScopes = (Parameter("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Query = query.ToDictionary(p => p.Key, p => p.Value.ToString()),
            Scopes = Grantable(client, api, Parameter("scope")),
            CodeChallenge = challenge ?? "",
            LoginHint = Parameter("login_hint"),
            Prompt = Parameter("prompt"),
            Organization = Organization(client, Parameter("organization")),
            MaxAge = int.TryParse(Parameter("max_age"), NumberStyles.None, CultureInfo.InvariantCulture, out var maxAge) ? maxAge : null,
            AcrValues = Parameter("acr_values")?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
    }

    /// <summary>auth0.com/docs/manage-users/organizations/configure-organizations/define-organization-behavior.</summary>
    private string? Organization(OAuthClient client, string? id)
    {
        if (id is null)
            return client.OrganizationUsage != "require" ? null : throw OAuthErrorException.InvalidRequest("parameter organization is required for this client");
        if (client.OrganizationUsage == "deny")
            throw OAuthErrorException.InvalidRequest("parameter organization is not allowed for this client");
        return tenant.Settings.Organizations.ContainsKey(id) ? id : throw OAuthErrorException.InvalidRequest("parameter organization is invalid");
    }

    private static bool IsNotForThirdParties(string parameter) =>
        !ThirdPartyParameters.Contains(parameter) && !parameter.StartsWith("ext-", StringComparison.Ordinal);

    /// <summary>Audience wins over resource; resource counts in the compatibility profile only.</summary>
    private ApiResource? Api(string? audience, string? resource)
    {
        var identifier = audience ?? (tenant.Settings.ResourceParameterProfile == "compatibility" ? resource : null);
        return identifier is null
            ? null
            : tenant.FindApi(identifier) ?? throw new OAuthErrorException(403, "access_denied", $"Service not found: {identifier}");
    }

    /// <summary>What was asked for and exists. Third-party clients get no OIDC scopes, and of an API what it permits them.</summary>
    private List<string> Grantable(OAuthClient client, ApiResource? api, string? scope)
    {
        var allowed = new List<string>();
        if (client.IsFirstParty)
            allowed.AddRange(OidcScopes);
        if (client.GrantTypes.Contains("refresh_token") && api is null or { AllowOfflineAccess: true })
            allowed.Add("offline_access");
        if (api is { EnforcesPolicies: false })
            allowed.AddRange(
                api.RequiresClientGrantForUsers ? tenant.FindClientGrant(client.ClientId, api.Identifier, "user")?.Scope ?? []
                : client.IsFirstParty ? api.Scopes
                : api.Scopes.Intersect(api.ThirdPartyPermissions));
        return [.. (scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(allowed.Contains)];
    }
}

/// <summary>The request names no address that an answer may be sent to.</summary>
internal sealed class UntrustedRedirectException(string message) : Exception(message);
