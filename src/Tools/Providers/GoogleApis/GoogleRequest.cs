using System.Net.Http.Headers;
using Google;
using Google.Apis.Http;
using Google.Apis.Requests;

namespace TokenVaultAgent.Tools.Providers.GoogleApis;

internal static class GoogleRequest
{
    /// <summary>Sends with this token and no other.</summary>
    /// <exception cref="ProviderException">Google refused, did not answer, or answered what cannot be read.</exception>
    public static async Task<T> SendAsync<T>(this ClientServiceRequest<T> request, ProviderToken token, CancellationToken cancellationToken)
    {
        request.Credential = new Bearer(token);
        try
        {
            return await request.ExecuteAsync(cancellationToken).ConfigureAwait(false)
                ?? throw ProviderException.MalformedAnswer(Provider.Google);
        }
        catch (GoogleApiException)
        {
            // Refusals never reach the SDK. This one quotes the answer that it could not read, so it is not kept.
            throw ProviderException.MalformedAnswer(Provider.Google);
        }
    }

    private sealed class Bearer(ProviderToken token) : IHttpExecuteInterceptor
    {
        public Task InterceptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
            return Task.CompletedTask;
        }
    }
}
