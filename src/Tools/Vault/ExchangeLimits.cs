using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// How often one user's tokens are exchanged, by this process: whoever names a new account in every call would use up the tenant's own
/// limit for everybody. Thread safe.
/// </summary>
internal sealed class ExchangeLimits(IOptions<VaultOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(owner =>
        RateLimitPartition.GetTokenBucketLimiter(owner, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.MaxExchangesPerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.Value.MaxExchangesPerMinute,
        }));

    /// <returns>Null where one more may be made now; else how long to wait.</returns>
    public TimeSpan? Refuse(Caller caller)
    {
        using var lease = _limiter.AttemptAcquire(caller.Owner);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    public void Dispose() => _limiter.Dispose();
}
