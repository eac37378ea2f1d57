using System.Collections.Concurrent;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Tests.Vault;

/// <summary>Generations of one process, which can be made unreadable.</summary>
internal sealed class CountedGenerations : IGenerations
{
    private readonly ConcurrentDictionary<string, long> _numbers = new();

    public bool IsOut { get; set; }

    public ValueTask<long?> CurrentAsync(TokenKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult<long?>(IsOut ? null : _numbers.GetValueOrDefault(key.GenerationKey));

    public Task BumpAsync(string issuer, string subject, string connection, CancellationToken cancellationToken)
    {
        _numbers.AddOrUpdate(TokenKey.GenerationKeyOf(issuer, subject, connection), 1, (_, number) => number + 1);
        return Task.CompletedTask;
    }
}
