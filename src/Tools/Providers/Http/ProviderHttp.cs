using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace TokenVaultAgent.Tools.Providers.Http;

/// <summary>
/// The pooled HTTP clients behind both SDKs, by the name of <see cref="IHttpClientFactory"/>. From the outside in: a request without
/// a token is refused, a refusal becomes a <see cref="ProviderException"/>, reads are tried again, answers are read whole and bounded.
/// </summary>
internal static class ProviderHttp
{
    public const string Google = "google";
    public const string Graph = "graph";

    /// <summary>More than either provider's largest mail body; no request of this server has a longer answer.</summary>
    public const long MaxAnswerBytes = 32 * 1024 * 1024;

    public static IHttpClientBuilder AddProviderHttp(this IServiceCollection services, string name, Provider provider)
    {
        var client = services.AddHttpClient(name, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(CreateSockets)
            // The SDKs' clients live as long as the process: the connections are renewed, not the handlers.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // Paths hold addresses and ids.
            .RemoveAllLoggers()
            .AddHttpMessageHandler(() => new RequireTokenHandler())
            .AddHttpMessageHandler(services => new ProviderFailureHandler(provider, services.GetRequiredService<TimeProvider>()));
        client.AddResilienceHandler("provider", ProviderResilience.Configure);
        return client.AddHttpMessageHandler(() => new WholeCharactersHandler()).AddHttpMessageHandler(() => new BoundedAnswerHandler(MaxAnswerBytes));
    }

    private static SocketsHttpHandler CreateSockets() => new()
    {
        // A redirect would take the bearer token to an address that no setting names.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
    };
}
