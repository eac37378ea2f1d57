using System.Text.Json.Serialization;

namespace TokenVaultAgent.Sandbox.Activity;

/// <summary>Something that happened in the sandbox: a request that one of its services got, an exchange, or a line of the agent server's log.</summary>
/// <param name="Number">Counts from 1, over all kinds; a reset does not start it again.</param>
/// <param name="Kind"><c>request</c>, <c>exchange</c> or <c>log</c>.</param>
/// <param name="Service"><c>agent</c>, <c>auth0</c>, <c>google</c>, <c>graph</c> or <c>control</c>.</param>
[JsonDerivedType(typeof(RequestEntry))]
[JsonDerivedType(typeof(VaultEntry))]
[JsonDerivedType(typeof(LogEntry))]
internal abstract record ActivityEntry(
    [property: JsonPropertyOrder(-1)] long Number,
    [property: JsonPropertyOrder(-1)] DateTimeOffset At,
    [property: JsonPropertyOrder(-1)] string Kind,
    [property: JsonPropertyOrder(-1)] string Service);

/// <param name="Path">With its query where the service is a provider's API; elsewhere a query holds codes, and is left out.</param>
/// <param name="Status">Null where the connection was dropped without an answer.</param>
/// <param name="Milliseconds">Until the answer began.</param>
internal sealed record RequestEntry(long Number, DateTimeOffset At, string Service, string Method, string Path, int? Status, double Milliseconds)
    : ActivityEntry(Number, At, "request", Service);

/// <summary>A Token Vault exchange that was asked for, without tokens.</summary>
/// <param name="Outcome"><c>granted</c>, or the error.</param>
internal sealed record VaultEntry(long Number, DateTimeOffset At, string? ClientId, string? Subject, string? Connection, string? LoginHint, string Outcome)
    : ActivityEntry(Number, At, "exchange", "auth0");

/// <param name="Level">Of .NET's logging: <c>Information</c>, <c>Warning</c>, …</param>
/// <param name="EventId">The agent server's own number of what happened.</param>
internal sealed record LogEntry(long Number, DateTimeOffset At, string Level, string Category, int EventId, string Message)
    : ActivityEntry(Number, At, "log", "agent");
