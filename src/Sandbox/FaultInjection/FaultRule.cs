namespace TokenVaultAgent.Sandbox.FaultInjection;

/// <summary>What goes wrong, and for which requests.</summary>
public sealed record FaultRule
{
    /// <summary><c>auth0</c>, <c>google</c> or <c>graph</c>.</summary>
    public required string Service { get; init; }

    public required FaultKind Kind { get; init; }

    /// <summary>Null for every method.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// A prefix of the request's path, or, when it begins with <c>^</c>, a regular expression over path and query. Null for every path.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>For <see cref="FaultKind.Latency"/>: how long to wait, by the sandbox's clock, before going on.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>For <see cref="FaultKind.Status"/> and <see cref="FaultKind.StatusAfter"/>.</summary>
    public int Status { get; init; } = 503;

    public int? RetryAfterSeconds { get; init; }

    /// <summary>
    /// The service's own name for the failure: Auth0's <c>error</c>, Google's <c>errors[].reason</c>, Graph's <c>error.code</c>. Null for
    /// the usual one of the status.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>How often it strikes; null for every time.</summary>
    public int? Times { get; init; }

    /// <summary>The share of matching requests that it strikes, drawn from a generator with <see cref="Seed"/>.</summary>
    public double Probability { get; init; } = 1;

    public int Seed { get; init; } = 1;
}
