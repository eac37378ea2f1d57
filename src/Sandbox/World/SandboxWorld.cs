using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>
/// Everything both providers hold. Requests read and change it only inside <see cref="Read{T}"/> and <see cref="Write{T}"/>, which
/// take one lock: the sandbox favours being right over being parallel.
/// </summary>
public sealed class SandboxWorld(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private List<ProviderAccount> _accounts = [];

    public Instant Now => Instant.FromDateTimeOffset(clock.GetUtcNow());

    public T Read<T>(Func<IReadOnlyList<ProviderAccount>, T> read)
    {
        lock (_lock) return read(_accounts);
    }

    public T Write<T>(Func<IReadOnlyList<ProviderAccount>, T> write)
    {
        lock (_lock) return write(_accounts);
    }

    /// <summary>Replaces everything.</summary>
    public void Load(IEnumerable<ProviderAccount> accounts)
    {
        lock (_lock) _accounts = [.. accounts];
    }

    public ProviderAccount? Find(ProviderKind provider, string address) =>
        Read(all => all.FirstOrDefault(a => a.Provider == provider && string.Equals(a.Address, address, StringComparison.OrdinalIgnoreCase)));

    public ProviderAccount? Find(string key) => Read(all => all.FirstOrDefault(a => a.Key == key));
}
