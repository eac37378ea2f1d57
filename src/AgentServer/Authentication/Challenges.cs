using Microsoft.Extensions.Options;
using TokenVaultAgent.AgentServer.Hosting;

namespace TokenVaultAgent.AgentServer.Authentication;

/// <summary>
/// The <c>WWW-Authenticate</c> challenges: RFC 6750 section 3 with <c>resource_metadata</c> of RFC 9728 section 5.1 and the scopes of
/// the MCP authorization specification.
/// </summary>
internal sealed class Challenges(IOptions<McpOptions> options)
{
    private readonly string _resourceMetadata = MetadataUrl(options.Value.PublicUrl!);
    private readonly string _initialScopes = string.Join(' ', options.Value.InitialScopes);

    /// <summary>Where the metadata is: the well-known path goes between host and path (RFC 9728 section 3.1).</summary>
    public static string MetadataUrl(Uri resource) =>
        $"{resource.GetLeftPart(UriPartial.Authority)}/.well-known/oauth-protected-resource{resource.AbsolutePath}";

    /// <summary>There is no token: ask for the scopes to begin with.</summary>
    public string TokenMissing() => $"Bearer resource_metadata=\"{_resourceMetadata}\", scope=\"{_initialScopes}\"";

    /// <summary>There is a token and it is not valid. The reason goes to the log only.</summary>
    public string TokenInvalid() =>
        $"Bearer error=\"invalid_token\", error_description=\"The access token is expired, or not one for this server.\", " +
        $"resource_metadata=\"{_resourceMetadata}\", scope=\"{_initialScopes}\"";

    /// <summary>The token lacks scopes.</summary>
    /// <param name="scopes">What the client is to ask for: every scope that the call needs, and those that it would lose otherwise.</param>
    public string ScopeInsufficient(IEnumerable<string> scopes) =>
        $"Bearer error=\"insufficient_scope\", error_description=\"The call needs more scopes.\", " +
        $"scope=\"{string.Join(' ', scopes)}\", resource_metadata=\"{_resourceMetadata}\"";

    /// <summary>The MFA behind the token is too old, or there is none (RFC 9470 section 3).</summary>
    public string MfaStale(TimeSpan maxAge) =>
        $"Bearer error=\"insufficient_user_authentication\", error_description=\"The call needs a fresh multi-factor authentication.\", " +
        $"acr_values=\"{MfaClaims.Acr}\", max_age=\"{(int)maxAge.TotalSeconds}\", resource_metadata=\"{_resourceMetadata}\"";
}
