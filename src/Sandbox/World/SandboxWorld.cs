using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>
/// Everything both providers hold. Requests read and change it only inside <see cref="Read{T}"/> and <see cref="Write{T}"/>, which
/// take one lock, which is re-entrant: the sandbox favours being right over being parallel.
/// </summary>
public sealed class SandboxWorld(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<(Instant Due, Action Act)> _later = [];
    private List<ProviderAccount> _accounts = [];
    private Instant? _doneAsOf;

    /// <summary>Ids for what is made while the sandbox runs.</summary>
    public IdGenerator Ids { get; } = new();

    /// <summary>A reset puts it back to none.</summary>
    public MailLag MailLag { get; set; } = MailLag.None;

    /// <summary>For what is done later than it was due: the time at which it was due.</summary>
    public Instant Now => _doneAsOf ?? Instant.FromDateTimeOffset(clock.GetUtcNow());

    public T Read<T>(Func<IReadOnlyList<ProviderAccount>, T> read)
    {
        lock (_lock)
        {
            CatchUp();
            return read(_accounts);
        }
    }

    public T Write<T>(Func<IReadOnlyList<ProviderAccount>, T> write)
    {
        lock (_lock)
        {
            CatchUp();
            return write(_accounts);
        }
    }

    /// <summary>Does it once that much time has passed, before the next read or write; at once for no delay.</summary>
    public void Later(Duration lag, Action act)
    {
        if (lag <= Duration.Zero) act();
        else
            lock (_lock) _later.Add((Now + lag, act));
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
            _later.Clear();
            MailLag = MailLag.None;
        }
    }

    /// <summary>Does what was put off.</summary>
    /// <param name="all">Also what is not due yet.</param>
    public void CatchUp(bool all = false)
    {
        lock (_lock)
        {
            // What runs here may schedule more, and may read and write the world without triggering other due work.
            if (_doneAsOf is not null) return;
            var now = Now;
            try
            {
                while (_later.Count > 0 && _later.MinBy(l => l.Due) is var next && (all || next.Due <= now))
                {
                    _later.Remove(next);
                    _doneAsOf = Instant.Min(next.Due, now);
                    next.Act();
                }
            }
            finally
            {
                _doneAsOf = null;
            }
        }
    }

    public ProviderAccount? Find(ProviderKind provider, string address) =>
        Read(all => all.FirstOrDefault(a => a.Provider == provider && string.Equals(a.Address, address, StringComparison.OrdinalIgnoreCase)));

    public ProviderAccount? Find(string key) => Read(all => all.FirstOrDefault(a => a.Key == key));
}
