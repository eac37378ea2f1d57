using System.Net;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>What Auth0 answered to an exchange: a token, a refusal by the protocol, or nothing that can be relied on.</summary>
internal abstract record TokenExchangeResult
{
    private TokenExchangeResult()
    {
    }

    /// <summary>The provider token with its granted scopes; null where the answer named none.</summary>
    internal sealed record Granted(ProviderToken Token) : TokenExchangeResult;

    /// <summary>An OAuth error response (RFC 6749 section 5.2). The description is left behind: it is prose.</summary>
    internal sealed record Refused(HttpStatusCode Status, string? Error, TimeSpan? RetryAfter) : TokenExchangeResult;

    /// <summary>Auth0 was not asked: this server's own limit on the user's exchanges is reached.</summary>
    internal sealed record Limited(TimeSpan RetryAfter) : TokenExchangeResult;

    /// <summary>No answer, a gateway's answer, or one that is no token response.</summary>
    internal sealed record Unavailable(string Reason) : TokenExchangeResult;
}
