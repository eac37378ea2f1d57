using Google.Apis.Http;
using Google.Apis.Services;
using TokenVaultAgent.Tools.Providers.Http;

namespace TokenVaultAgent.Tools.Providers.GoogleApis;

/// <summary>
/// Makes the one service per Google API that all users share, over this server's pooled HTTP. A service holds no credential: send
/// its requests with <see cref="GoogleRequest.SendAsync{T}"/>.
/// </summary>
internal sealed class GoogleServiceFactory(IHttpMessageHandlerFactory handlers) : Google.Apis.Http.IHttpClientFactory
{
    /// <summary>For the constructor of a service.</summary>
    /// <param name="root">The configured root of the API.</param>
    /// <param name="basePath">The API's path under it, for example <c>calendar/v3/</c>.</param>
    public BaseClientService.Initializer Initializer(Uri root, string basePath) => new()
    {
        ApplicationName = "TokenVaultAgent",
        BaseUri = $"{root.AbsoluteUri.TrimEnd('/')}/{basePath}",
        HttpClientFactory = this,
        Serializer = new GoogleJson(),
        GZipEnabled = true,
        DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
        // Else a long GET is rewritten as a POST, which is not tried again.
        MaxUrlLength = 0,
    };

    public ConfigurableHttpClient CreateHttpClient(CreateHttpClientArgs args)
    {
        var handler = new ConfigurableMessageHandler(handlers.CreateHandler(ProviderHttp.Google))
        {
            ApplicationName = args.ApplicationName,
            GoogleApiClientHeader = args.GoogleApiClientHeader,
            FollowRedirect = false,
            NumTries = 1,
            IsLoggingEnabled = false,
        };
        return new ConfigurableHttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
