namespace TokenVaultAgent.Sandbox.Control;

/// <summary>The agent server that runs beside tenant and providers, where one does.</summary>
internal sealed class RunningAgentServer
{
    /// <summary>Null where there is none.</summary>
    public Uri? McpUrl { get; set; }

    /// <summary>Has it know nothing: no account, link, approval, send or session. Null where there is none.</summary>
    public Func<CancellationToken, Task>? EmptyAsync { get; set; }

    /// <summary>Reads the questions that it has put to users, newest first. Null where there is none.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<AskedQuestion>>>? QuestionsAsync { get; set; }
}

/// <summary>A link that the agent server gave to a user, and what came of it.</summary>
/// <param name="State"><c>open</c>, <c>expired</c>, <c>granted</c>, <c>used</c>, <c>taken_back</c>, <c>declined</c>, <c>paused</c> or <c>reported</c>.</param>
/// <param name="Kind"><c>connect</c>, <c>disconnect</c> or <c>approve</c>.</param>
/// <param name="User">The <c>sub</c>.</param>
/// <param name="About">The tool of an approval; the account or provider of the others.</param>
/// <param name="AskedBy">The program that asked, where it is known.</param>
internal sealed record AskedQuestion(
    string State, string Kind, string User, string About, string? AskedBy, Uri Url, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, DateTimeOffset? DecidedAt);
