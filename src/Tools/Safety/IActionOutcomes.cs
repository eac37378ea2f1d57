namespace TokenVaultAgent.Tools.Safety;

/// <summary>What came of approved actions, for the user to see. One implementation for each tool that keeps a record of what it did.</summary>
internal interface IActionOutcomes
{
    string Tool { get; }

    /// <param name="execution">The key under which the approval was used.</param>
    /// <returns>Null where there is no record any more.</returns>
    Task<ActionOutcome?> FindAsync(string owner, string accountId, string execution, CancellationToken cancellationToken);
}

/// <param name="At">Unix time in milliseconds.</param>
internal sealed record ActionOutcome(ActionState State, long At);

internal enum ActionState
{
    /// <summary>Begun and not finished, or it cannot be told yet.</summary>
    Unsettled,

    Done,

    /// <summary>The provider refused it, and nothing was done.</summary>
    Refused,
}
