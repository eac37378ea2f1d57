using System.Net.Http.Headers;
using System.Text.Json;
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
        catch (Exception exception) when (exception is GoogleApiException or JsonException)
        {
            // Refusals never reach the SDK. These quote the answer that could not be read, so they are not kept.
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
