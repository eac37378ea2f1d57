namespace TokenVaultAgent.Tools.Providers.Http;

/// <summary>Stops a request that nobody put a token on: it is a bug, and must never go out as an anonymous request.</summary>
internal sealed class RequireTokenHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Headers.Authorization is { Scheme: "Bearer", Parameter.Length: > 0 }
            ? base.SendAsync(request, cancellationToken)
            : throw new InvalidOperationException("A request to a provider carries no token.");
}
