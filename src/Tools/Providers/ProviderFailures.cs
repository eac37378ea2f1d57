using System.Net;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Providers;

/// <summary>What a provider's refusal means for an agent. The words are this server's own.</summary>
internal static class ProviderFailures
{
    /// <summary>Google answers quota faults with 403 and one of these, or with 429 (developers.google.com/workspace/calendar/api/guides/errors).</summary>
    private static readonly HashSet<string> QuotaReasons = new(StringComparer.OrdinalIgnoreCase)
    {
        "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "RESOURCE_EXHAUSTED", "ApplicationThrottled",
    };

    private static readonly HashSet<string> ScopeReasons = new(StringComparer.OrdinalIgnoreCase)
    {
        "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficient_scope",
    };

    public static ToolFailure ToFailure(ProviderException exception)
    {
        var provider = exception.Provider;
        var retryAfterSeconds = exception.RetryAfter is { } wait ? (int?)Math.Ceiling(wait.TotalSeconds) : null;
        return exception.Status switch
        {
            HttpStatusCode.TooManyRequests => RateLimited(provider, retryAfterSeconds),
            HttpStatusCode.Forbidden when Is(QuotaReasons, exception) => RateLimited(provider, retryAfterSeconds),
            HttpStatusCode.Forbidden when Is(ScopeReasons, exception) => new ToolFailure(
                FailureCode.ConsentRequired,
                $"{provider} says that this was not granted when the account was connected.",
                "Ask the user to grant everything asked for (accounts_connect gives a link), then repeat the call."),
            HttpStatusCode.Forbidden => new ToolFailure(
                FailureCode.Forbidden, $"{provider} does not allow this for the account.", "Do not try again; tell the user."),
            HttpStatusCode.Unauthorized => new ToolFailure(
                FailureCode.ConnectRequired, $"{provider} no longer accepts the connection to this account.",
                "Ask the user to connect the account again (accounts_connect gives a link), then repeat the call."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new ToolFailure(
                FailureCode.NotFound, $"{provider} has no such item in this account.", "List or search again: ids belong to one account and can go stale."),
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => new ToolFailure(
                FailureCode.Conflict, $"The item at {provider} has changed meanwhile.", "Read it again, then decide anew."),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => new ToolFailure(
                FailureCode.InvalidInput, $"{provider} did not accept the request ({(int)exception.Status}).", "Check the arguments; the same call will fail again."),
            _ => new ToolFailure(
                FailureCode.ProviderUnavailable, $"{provider} did not answer properly.", "Try again in a minute.")
            { RetryAfterSeconds = retryAfterSeconds },
        };
    }

    private static bool Is(HashSet<string> reasons, ProviderException exception) => exception.Reason is { } reason && reasons.Contains(reason);

    private static ToolFailure RateLimited(Provider provider, int? retryAfterSeconds) => new(
        FailureCode.RateLimited, $"{provider} limits how often this account may be used.", "Wait, then repeat the call.")
    {
        RetryAfterSeconds = retryAfterSeconds,
    };
}
