using System.Collections.Concurrent;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// Counts, per user and connection, how often accounts were connected or disconnected. A token exchanged in an older generation is
/// never used. Thread safe.
/// </summary>
internal sealed class Generations
{
    private readonly ConcurrentDictionary<(string Issuer, string Subject, string Connection), long> _generations = new();

    public long Current(TokenKey key) => _generations.GetValueOrDefault((key.Issuer, key.Subject, key.Connection));

    /// <summary>Begins a new generation: every cached token of the user for that connection is forgotten, whatever its login hint.</summary>
    public void Bump(string issuer, string subject, string connection) =>
        _generations.AddOrUpdate((issuer, subject, connection), 1, (_, generation) => generation + 1);
}
