using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// Provider tokens on behalf of a caller: from the cache, or by joining the one exchange under way for that user, connection and
/// login hint, or by starting it. Failures are never cached. Thread safe.
/// </summary>
internal sealed class TokenVault(
    TokenExchangeClient exchangeClient,
    TokenCache cache,
    IGenerations generations,
    ExchangeLimits limits,
    VaultTelemetry telemetry,
    IOptions<VaultOptions> options,
    TimeProvider clock,
    ILogger<TokenVault> logger)
{
    private readonly SingleFlight<TokenKey, TokenExchangeResult> _flights = new(options.Value.ExchangeTimeout, clock);

    /// <summary>A token for the connection that holds every scope asked for.</summary>
    /// <param name="loginHint">Which of the user's accounts at the connection; null where there is one.</param>
    /// <exception cref="ToolFailureException">
    /// <c>connect_required</c>, <c>consent_required</c>, <c>tenant_misconfigured</c>, <c>rate_limited</c>, <c>provider_unavailable</c>
    /// or <c>forbidden</c>.
    /// </exception>
    public async ValueTask<ProviderToken> GetAsync(
        Caller caller, string connection, string? loginHint, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var key = TokenKey.For(caller, connection, loginHint);
        var cached = await cache.FindAsync(key, cancellationToken).ConfigureAwait(false);
        telemetry.CountLookup(hit: cached is not null);
        return cached is null
            ? await ObtainAsync(caller, key, scopes, cancellationToken).ConfigureAwait(false)
            : Covering(cached, connection, scopes);
    }

    /// <summary>Forgets a token that the provider refused; one that has taken its place since stays.</summary>
    public ValueTask InvalidateAsync(
        Caller caller, string connection, string? loginHint, ProviderToken token, CancellationToken cancellationToken) =>
        cache.RemoveAsync(TokenKey.For(caller, connection, loginHint), token, cancellationToken);

    private async Task<ProviderToken> ObtainAsync(
        Caller caller, TokenKey key, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var (result, wasOwn) = await JoinAsync(caller, key, cancellationToken).ConfigureAwait(false);
        // The shared exchange was started by another request of the same user, with a token that had expired; this caller's may still be valid.
        if (!wasOwn && result is TokenExchangeResult.Refused { Error: "invalid_grant" or "invalid_token" })
            (result, _) = await JoinAsync(caller, key, cancellationToken).ConfigureAwait(false);
        return result is TokenExchangeResult.Granted granted
            ? Covering(granted.Token, key.Connection, scopes)
            : throw new ToolFailureException(ExchangeFailures.From(result, key));
    }

    private async Task<(TokenExchangeResult Result, bool WasOwn)> JoinAsync(Caller caller, TokenKey key, CancellationToken cancellationToken)
    {
        var isOwn = false;
        try
        {
            var result = await _flights.JoinAsync(
                key,
                limit =>
                {
                    isOwn = true;
                    return ExchangeAsync(caller, key, limit);
                },
                cancellationToken).ConfigureAwait(false);
            return (result, isOwn);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (new TokenExchangeResult.Unavailable("Timeout"), isOwn);
        }
    }

    private async Task<TokenExchangeResult> ExchangeAsync(Caller caller, TokenKey key, CancellationToken cancellationToken)
    {
        // Another exchange may have finished since this caller looked in the cache.
        if (await cache.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } token)
            return new TokenExchangeResult.Granted(token);

        while (true)
        {
            if (limits.Refuse(caller) is { } wait)
            {
                VaultLog.ExchangeLimited(logger, key.Connection);
                return new TokenExchangeResult.Limited(wait);
            }

            var generation = await generations.CurrentAsync(key, cancellationToken).ConfigureAwait(false);
            var started = clock.GetTimestamp();
            using var activity = VaultTelemetry.StartExchange(key.Connection);
            var result = await exchangeClient
                .ExchangeAsync(caller.SubjectToken, key.Connection, key.LoginHint, cancellationToken).ConfigureAwait(false);
            Record(result, key, clock.GetElapsedTime(started), activity);

            // An account was connected or disconnected meanwhile: the token may be of the account that is gone.
            if (generation != await generations.CurrentAsync(key, cancellationToken).ConfigureAwait(false))
                continue;
            if (result is TokenExchangeResult.Granted granted)
                await cache.AddAsync(key, granted.Token, caller.SubjectTokenExpiresAt, generation, cancellationToken).ConfigureAwait(false);
            return result;
        }
    }

    private void Record(TokenExchangeResult result, TokenKey key, TimeSpan duration, Activity? activity)
    {
        var outcome = result switch
        {
            TokenExchangeResult.Granted => "granted",
            TokenExchangeResult.Refused refused => ExchangeFailures.KnownError(refused.Error),
            _ => "unavailable",
        };
        telemetry.RecordExchange(key.Connection, outcome, duration, activity);
        if (result is TokenExchangeResult.Refused { Status: var status })
            VaultLog.ExchangeRefused(logger, key.Connection, (int)status, outcome);
        else if (result is TokenExchangeResult.Unavailable { Reason: var reason })
            VaultLog.ExchangeUnavailable(logger, key.Connection, reason);
    }

    private static ProviderToken Covering(ProviderToken token, string connection, IReadOnlyList<string> scopes)
    {
        // Token Vault did not say what was granted: the provider's own answer decides.
        if (token.GrantedScopes is null)
            return token;

        var missing = ScopeImplications.Missing(token.GrantedScopes, scopes);
        return missing.Count == 0 ? token : throw new ToolFailureException(ExchangeFailures.MissingScopes(connection, missing));
    }
}
