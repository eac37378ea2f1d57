using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>
/// Everything both providers hold. Requests read and change it only inside <see cref="Read{T}"/> and <see cref="Write{T}"/>, which
/// take one lock, which is re-entrant: the sandbox favours being right over being parallel.
/// </summary>
public sealed class SandboxWorld(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private List<ProviderAccount> _accounts = [];

    /// <summary>Ids for what is made while the sandbox runs.</summary>
    public IdGenerator Ids { get; } = new();

    /// <summary>How long Graph's listings lack a sent message (<see cref="WorldMessage.VisibleFrom"/>). A reset puts it back to nothing.</summary>
    public Duration SentItemsLag { get; set; } = Duration.Zero;

    public Instant Now => Instant.FromDateTimeOffset(clock.GetUtcNow());

    public T Read<T>(Func<IReadOnlyList<ProviderAccount>, T> read)
    {
        lock (_lock) return read(_accounts);
    }

    public T Write<T>(Func<IReadOnlyList<ProviderAccount>, T> write)
    {
        lock (_lock) return write(_accounts);
    }

    /// <summary>
    /// Replaces everything. An account that was there keeps its identity and gets the new one's calendars and messages, so that the
    /// tokens issued for it stay good.
    /// </summary>
    public void Load(IEnumerable<ProviderAccount> accounts)
    {
        lock (_lock)
        {
            _accounts = [.. accounts.Select(account => _accounts.Find(a => a.Key == account.Key)?.Refill(account) ?? account)];
            Ids.Reset();
            SentItemsLag = Duration.Zero;
        }
    }

    public ProviderAccount? Find(ProviderKind provider, string address) =>
        Read(all => all.FirstOrDefault(a => a.Provider == provider && string.Equals(a.Address, address, StringComparison.OrdinalIgnoreCase)));

    public ProviderAccount? Find(string key) => Read(all => all.FirstOrDefault(a => a.Key == key));
}
