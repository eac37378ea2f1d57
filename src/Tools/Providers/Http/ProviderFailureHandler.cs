using Polly.Timeout;

namespace TokenVaultAgent.Tools.Providers.Http;

/// <summary>
/// Turns every refusal and every lost answer into a <see cref="ProviderException"/>, before an SDK makes an exception of its own
/// whose message quotes the provider.
/// </summary>
internal sealed class ProviderFailureHandler(Provider provider, TimeProvider time) : DelegatingHandler
{
    /// <exception cref="ProviderException">Any answer but a success, or none.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await ReceiveAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
        {
            var reason = await ProviderReason.ReadAsync(response, cancellationToken).ConfigureAwait(false);
            throw new ProviderException(provider, response.StatusCode, reason)
            {
                RetryAfter = RetryAfterHeader.Read(response, time.GetUtcNow()),
            };
        }
    }

    private async Task<HttpResponseMessage> ReceiveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new ProviderException(provider, status: null, exception.IsTooLong() ? ProviderException.AnswerTooLong : "connectionFailed", exception)
            {
                NotReached = exception.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            };
        }
        catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            // SocketsHttpHandler.ConnectTimeout; HttpClient's own timeout is off.
            throw new ProviderException(provider, status: null, "connectTimeout", exception) { NotReached = true };
        }
        catch (TimeoutRejectedException exception)
        {
            throw new ProviderException(provider, status: null, "timeout", exception);
        }
    }
}
