using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using TokenVaultAgent.Tools.Providers.Http;
using TokenVaultAgent.Tools.Settings;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Vault.Stores;

namespace TokenVaultAgent.Tools.Vault;

internal static class VaultRegistration
{
    private const int MaxAnswerBytes = 256 * 1024;

    /// <summary>The longest <c>Retry-After</c> that an exchange waits out; a longer one is passed to the caller.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddVault(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<Auth0Options>(configuration, Auth0Options.Section);
        services.AddSettings<VaultOptions>(configuration, VaultOptions.Section);
        services.AddSingleton<IValidateOptions<Auth0Options>, Auth0OptionsValidator>();
        services.AddSingleton<IValidateOptions<VaultOptions>, VaultOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();

        services.AddSingleton<ClientAuthentication>();
        services.AddSingleton<TokenCache>();
        services.AddSingleton<VaultTelemetry>();
        services.AddSingleton<ExchangeLimits>();
        services.AddSingleton<TokenVault>();
        services.AddSingleton(CreateExchangeClient);
        services.AddAuth0Http(nameof(TokenExchangeClient)).AddResilienceHandler("exchange", ConfigureResilience);
        return StorageRegistration.UsesRedis(configuration)
            ? services.AddSingleton<IGenerations, RedisGenerations>().AddSingleton<ISharedTokens, RedisTokens>()
            : services.AddSingleton<IGenerations, StoredGenerations>();
    }

    /// <summary>A pooled client for the tenant; timeouts are the resilience handler's.</summary>
    public static IHttpClientBuilder AddAuth0Http(this IServiceCollection services, string name) => services
        .AddHttpClient(name, http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.MaxResponseContentBufferSize = MaxAnswerBytes;
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // A redirect would take the client's secret and the user's token to an address that no setting names.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

    private static TokenExchangeClient CreateExchangeClient(IServiceProvider services) => ActivatorUtilities.CreateInstance<TokenExchangeClient>(
        services, services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(TokenExchangeClient)));

    /// <summary>An exchange changes nothing at Auth0 or at the provider, so that it may be repeated although it is a POST.</summary>
    private static void ConfigureResilience(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        var clock = context.ServiceProvider.GetRequiredService<TimeProvider>();
        pipeline.TimeProvider = clock;
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(200),
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
            {
                { Exception: HttpRequestException } => true,
                { Result: { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable } response } =>
                    (RetryAfterHeader.Read(response, clock.GetUtcNow()) ?? TimeSpan.Zero) <= MaxRetryAfter,
                _ => false,
            }),
            DelayGenerator = args => ValueTask.FromResult(
                args.Outcome.Result is { } response ? RetryAfterHeader.Read(response, clock.GetUtcNow()) : null),
        });
        pipeline.AddTimeout(TimeSpan.FromSeconds(5));
    }
}
