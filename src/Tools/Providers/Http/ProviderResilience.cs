using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace TokenVaultAgent.Tools.Providers.Http;

/// <summary>
/// Reads are tried again on 429 and 503, after <c>Retry-After</c> where it is short enough, and on connection faults. Nothing else
/// is: a write whose answer was lost may have happened. Each attempt has its own timeout.
/// </summary>
internal static class ProviderResilience
{
    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        var options = context.ServiceProvider.GetRequiredService<IOptions<ProviderOptions>>().Value;
        var time = context.ServiceProvider.GetRequiredService<TimeProvider>();
        pipeline.TimeProvider = time;
        if (options.ReadRetries > 0)
            pipeline.AddRetry(ReadRetry(options, time));
        pipeline.AddTimeout(options.AttemptTimeout);
    }

    private static HttpRetryStrategyOptions ReadRetry(ProviderOptions options, TimeProvider time)
    {
        var retry = new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = options.ReadRetries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(300),
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome, options.MaxRetryAfter, time.GetUtcNow())),
            // Null leaves the computed delay.
            DelayGenerator = args => ValueTask.FromResult(
                args.Outcome.Result is { } response ? RetryAfterHeader.Read(response, time.GetUtcNow()) : null),
        };
        retry.DisableForUnsafeHttpMethods();
        return retry;
    }

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome, TimeSpan maxRetryAfter, DateTimeOffset now) => outcome switch
    {
        { Exception: HttpRequestException exception } => !exception.IsTooLong(),
        { Result: { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable } response } =>
            (RetryAfterHeader.Read(response, now) ?? TimeSpan.Zero) <= maxRetryAfter,
        _ => false,
    };

    /// <summary>The answer passed the bound on its size: another try would too.</summary>
    public static bool IsTooLong(this HttpRequestException exception) =>
        exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded;
}
