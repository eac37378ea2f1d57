using System.Collections.Concurrent;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>Every Token Vault exchange that was asked for, without tokens.</summary>
public sealed class ExchangeLog
{
    private readonly ConcurrentQueue<ExchangeEntry> _entries = new();

    /// <summary>A snapshot, oldest first.</summary>
    public IReadOnlyList<ExchangeEntry> Entries => [.. _entries];

    /// <summary>Told of each as it is asked for.</summary>
    internal event Action<ExchangeEntry>? Added;

    internal void Add(ExchangeEntry entry)
    {
        _entries.Enqueue(entry);
        Added?.Invoke(entry);
    }

    internal void Clear() => _entries.Clear();
}

/// <param name="Outcome"><c>granted</c>, or the error.</param>
public sealed record ExchangeEntry(DateTimeOffset At, string? ClientId, string? Subject, string? Connection, string? LoginHint, string Outcome);
