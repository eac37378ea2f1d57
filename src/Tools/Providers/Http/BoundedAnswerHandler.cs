namespace TokenVaultAgent.Tools.Providers.Http;

/// <summary>
/// Reads the answer into memory, up to a bound. Inside the resilience handler, so that the attempt timeout and the retries of reads
/// cover the body too; the SDKs then read from this buffer.
/// </summary>
internal sealed class BoundedAnswerHandler(long maxBytes) : DelegatingHandler
{
    /// <exception cref="HttpRequestException">The answer is longer (<see cref="HttpRequestError.ConfigurationLimitExceeded"/>).</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
