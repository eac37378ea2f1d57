using System.Net;

namespace TokenVaultAgent.Tools.Providers;

/// <summary>
/// A provider refused a request. Carries the status and the provider's machine-readable reason only: its prose can hold a user's
/// content. <see cref="AmbiguousOutcome"/> is true when the request may have been carried out (its answer was lost).
/// </summary>
internal sealed class ProviderException : Exception
{
    public ProviderException(Provider provider, HttpStatusCode? status, string? reason, Exception? innerException = null)
        : base($"{provider} answered {(status is null ? "nothing" : (int)status)} {reason}".TrimEnd(), innerException)
    {
        Provider = provider;
        Status = status;
        Reason = reason;
    }

    /// <summary>The <see cref="Reason"/> of an answer that exceeds the size limit.</summary>
    public const string AnswerTooLong = "answerTooLong";

    /// <summary>The answer could not be read; its content is not kept. After a write, the outcome is unknown.</summary>
    public static ProviderException MalformedAnswer(Provider provider) => new(provider, HttpStatusCode.BadGateway, "malformedAnswer");

    public Provider Provider { get; }

    /// <summary>Null when no answer came.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>For example Google's <c>rateLimitExceeded</c> or Graph's <c>ErrorItemNotFound</c>.</summary>
    public string? Reason { get; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>No connection came about: the provider knows nothing of the request.</summary>
    public bool NotReached { get; init; }

    /// <summary>True when a write may have happened: no answer, or an answer of a gateway (5xx).</summary>
    public bool AmbiguousOutcome => Status is null ? !NotReached : Status >= HttpStatusCode.InternalServerError;
}
