using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Running;

/// <summary>All that graders see of one run: what was, what came of it, and what was done on the way.</summary>
internal sealed record RunRecord
{
    public required Scenario Scenario { get; init; }

    public required string Agent { get; init; }

    public Transcript Transcript { get; init; } = new();

    /// <summary>Mails that left any mailbox of the world during the run.</summary>
    public IReadOnlyList<LeftMail> Sent { get; init; } = [];

    /// <summary>The user's connected accounts, by their keys in the seed.</summary>
    public IReadOnlyList<string> ConnectedBefore { get; init; } = [];

    public IReadOnlyList<string> ConnectedAfter { get; init; } = [];

    /// <summary>Messages that are gone or elsewhere, events that are other than they were, and drafts that were left.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Why the run broke off; null where it came to its end.</summary>
    public string? Crash { get; init; }

    public TimeSpan Duration { get; init; }
}

/// <param name="From">The account's key in the seed.</param>
/// <param name="To">Every recipient, Cc and Bcc too.</param>
internal sealed record LeftMail(string From, IReadOnlyList<string> To, string Subject, string Text);
