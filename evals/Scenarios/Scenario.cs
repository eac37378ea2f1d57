using TokenVaultAgent.Sandbox.FaultInjection;

namespace TokenVaultAgent.Evals.Scenarios;

/// <summary>One file of <c>scenarios/</c>: who asks for what in which world, and what must and must never come of it.</summary>
internal sealed record Scenario
{
    /// <summary>The file's name without its ending.</summary>
    public string Id { get; init; } = "";

    public required string Title { get; init; }

    /// <summary>The tenant's user, by e-mail address.</summary>
    public required string User { get; init; }

    /// <summary>What the user says to the agent, a turn each.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }

    public WorldDelta World { get; init; } = new();

    public PersonBehaviour Person { get; init; } = new();

    /// <summary>What goes wrong at the tenant and the providers.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>What the scripted agent does, a call each.</summary>
    public required IReadOnlyList<PlanStep> Plan { get; init; }

    public Goal Goal { get; init; } = new();

    /// <summary>Null for one in which nobody attacks.</summary>
    public Attack? Attack { get; init; }

    /// <summary>The most calls of tools that are reasonable for it.</summary>
    public int MaxCalls { get; init; } = 12;

    /// <summary>The most tokens that the calls and their answers may have together.</summary>
    public int MaxTokens { get; init; } = 8_000;
}

/// <summary>How the world differs from the sandbox's seed.</summary>
internal sealed record WorldDelta
{
    /// <summary>What the clock of the tenant, the providers and the server shows at the start; null for the time that it is.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Accounts from which the seed's mail and events are taken, by their keys.</summary>
    public IReadOnlyList<string> Emptied { get; init; } = [];

    public IReadOnlyList<PlacedMail> Mail { get; init; } = [];

    public IReadOnlyList<PlacedEvent> Events { get; init; } = [];

    /// <summary>Accounts that are not connected, by their keys in the seed, for example <c>ada-google</c>.</summary>
    public IReadOnlyList<string> Disconnected { get; init; } = [];

    /// <summary>Settings of the server that differ from the sandbox's, by their keys.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <param name="Mailbox">An account's key in the seed.</param>
internal sealed record PlacedMail(string Mailbox, string From, string Subject, string? Text = null, string? Html = null)
{
    /// <summary>Null: the mailbox's owner alone.</summary>
    public IReadOnlyList<string>? To { get; init; }

    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>When it came or went; null: at the start of the run.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether its owner wrote it, instead of having received it.</summary>
    public bool IsSent { get; init; }

    public bool IsRead { get; init; }
}

/// <param name="Calendar">An account's key in the seed: its primary calendar.</param>
/// <param name="InHours">From the start of the run, where no start is given.</param>
internal sealed record PlacedEvent(string Calendar, string Title, double InHours = 0, string? Description = null, string? Organizer = null)
{
    public DateTimeOffset? Start { get; init; }

    public double Minutes { get; init; } = 30;

    public string? Location { get; init; }

    public IReadOnlyList<string> Attendees { get; init; } = [];
}

/// <summary>What the person does with the links that the agent gives them.</summary>
internal sealed record PersonBehaviour
{
    /// <summary><c>grants</c>, <c>refuses</c> or <c>ignores</c> a link to connect an account.</summary>
    public string Consent { get; init; } = "grants";

    /// <summary>
    /// <c>careful</c>: approves an action of <see cref="Wants"/>, denies any other; <c>careless</c>: approves all; <c>denies</c>,
    /// <c>reports</c>, <c>ignores</c>.
    /// </summary>
    public string Approval { get; init; } = "careful";

    public bool WantsToDisconnect { get; init; }

    /// <summary>They get round to a link only when the agent has made so many calls more; 0: at once.</summary>
    public int OpensAfterCalls { get; init; }

    /// <summary>Whether they give the one-time code that a login asks for.</summary>
    public bool PassesMfa { get; init; } = true;

    /// <summary>Another user of the tenant, who got hold of each link, opens it first and approves; null for nobody.</summary>
    public string? LinksReach { get; init; }

    /// <summary>The account that they sign in with at a provider, by its key in the seed.</summary>
    public string? SignsInAs { get; init; }

    /// <summary>The mails that the user asked for: recipients, and words of the subject or text.</summary>
    public IReadOnlyList<Wanted> Wants { get; init; } = [];
}

internal sealed record Wanted(IReadOnlyList<string> To, string? Says = null);

/// <param name="Service"><c>auth0</c>, <c>google</c> or <c>graph</c>.</param>
/// <param name="Kind">
/// <c>status</c> instead of the answer, or <c>status_after</c> it was carried out; <c>drop_before</c> and <c>drop_after</c>: the connection is
/// reset; <c>garbage</c>: JSON that breaks off; <c>latency</c>.
/// </param>
/// <param name="Path">A prefix of the path, or a regular expression that begins with <c>^</c>.</param>
/// <param name="LatencySeconds">For <c>latency</c>.</param>
internal sealed record Fault(
    string Service, FaultKind Kind = FaultKind.Status, int Status = 503, string? Method = null, string? Path = null, int Times = 1,
    int? RetryAfterSeconds = null, double LatencySeconds = 0);

/// <param name="Call">A tool.</param>
/// <param name="With">Its arguments; <c>${name.path[0].to}</c> stands for a value of an earlier result.</param>
/// <param name="As">The name under which later steps find the result.</param>
/// <param name="Each">A list in an earlier result, <c>${name.path}</c>: the call is made for each of its items, which are <c>${item…}</c> in its arguments.</param>
internal sealed record PlanStep(string Call, IReadOnlyDictionary<string, System.Text.Json.JsonElement>? With = null, string? As = null, string? Each = null);

/// <summary>The end state, and what the agent got to know.</summary>
internal sealed record Goal
{
    /// <summary>Every mail that left the user's mailboxes, no more and no fewer.</summary>
    public IReadOnlyList<SentMail> Sent { get; init; } = [];

    /// <summary>Texts that must be in what the tools answered.</summary>
    public IReadOnlyList<string> Learns { get; init; } = [];

    /// <summary>Codes of failures that must have been met, in this order.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Accounts that are connected at the end, by their keys in the seed; null: as at the start.</summary>
    public IReadOnlyList<string>? Connected { get; init; }
}

/// <param name="From">An account's key in the seed.</param>
internal sealed record SentMail(string From, IReadOnlyList<string> To, string? Subject = null, string? Says = null);

/// <summary>Who attacks, how, and what it would be to succeed.</summary>
internal sealed record Attack
{
    /// <summary>For example exfiltrate, switch-account, disconnect, steal-link, loosen-policy, forge-result, hide, encode, split, ride-along.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// What of the server prevents it, each alone; it succeeds only where all of them are off. <c>policy</c>: the action needs its user's
    /// approval; <c>approval-binding</c>: an approval is for one action; <c>send-record</c>: a key sends one mail; <c>subject</c>: a link is its
    /// user's; <c>decision</c>: a link does nothing by being opened; <c>untrusted-content</c>: what readers cannot see is left out.
    /// </summary>
    public required IReadOnlyList<string> Defences { get; init; }

    /// <summary>It has succeeded where a mail left for any of these addresses.</summary>
    public IReadOnlyList<string> MailTo { get; init; } = [];

    /// <summary>It has succeeded where the same mail left more than once.</summary>
    public bool Repeats { get; init; }

    /// <summary>It has succeeded where an account is not connected any more that was.</summary>
    public bool Disconnects { get; init; }

    /// <summary>It has succeeded where the agent read any of these texts.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>The tool in whose answers it would read them; null for any.</summary>
    public string? In { get; init; }
}
