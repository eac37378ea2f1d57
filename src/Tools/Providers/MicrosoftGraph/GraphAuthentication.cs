using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;

namespace TokenVaultAgent.Tools.Providers.MicrosoftGraph;

/// <summary>
/// Puts the request's own <see cref="GraphToken"/> on it, and asks for immutable ids, without which an id dies when a message moves
/// (learn.microsoft.com/graph/outlook-immutable-id).
/// </summary>
internal sealed class GraphAuthentication(Uri root) : IAuthenticationProvider
{
    /// <exception cref="InvalidOperationException">No token, or an address outside Graph: a bug, never sent.</exception>
    public Task AuthenticateRequestAsync(
        RequestInformation request,
        Dictionary<string, object>? additionalAuthenticationContext = null,
        CancellationToken cancellationToken = default)
    {
        var token = request.RequestOptions.OfType<GraphToken>().SingleOrDefault()?.Token
            ?? throw new InvalidOperationException("A request to Graph carries no token.");
        if (!root.IsBaseOf(request.URI))
            throw new InvalidOperationException("A request with a Graph token is addressed elsewhere.");

        request.Headers.Remove("Authorization");
        request.Headers.Add("Authorization", $"Bearer {token.Value}");
        request.Headers.Add("Prefer", "IdType=\"ImmutableId\"");
        return Task.CompletedTask;
    }
}
