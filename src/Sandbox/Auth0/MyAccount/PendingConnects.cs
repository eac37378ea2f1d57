using System.Collections.Concurrent;
using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Auth0.MyAccount;

/// <summary>Connects that were begun: each is found by its ticket, then by the provider's state, then by its code. Thread safe.</summary>
internal sealed class PendingConnects(TimeProvider clock)
{
    public const int LifetimeSeconds = 300;

    private readonly ConcurrentDictionary<string, PendingConnect> _pending = new();

    public PendingConnect Begin(string sub, OAuthClient client, TenantConnection connection, ConnectRequest request, IReadOnlyList<string> scopes)
    {
        var pending = new PendingConnect(sub, client, connection, request, scopes, clock.GetUtcNow().AddSeconds(LifetimeSeconds));
        _pending[pending.AuthSession] = pending;
        return pending;
    }

    /// <summary>Null when unknown, expired or opened before: a ticket is good for one visit.</summary>
    public PendingConnect? OpenTicket(string? ticket) => Find(p => p.Ticket == ticket) is { } pending && pending.TryOpen() ? pending : null;

    public PendingConnect? FindByProviderState(string? state) => Find(p => p.ProviderState == state);

    /// <summary>Takes it out: whatever the outcome, an <c>auth_session</c> is completed once. Null when unknown or expired.</summary>
    public PendingConnect? Take(string authSession) =>
        _pending.TryRemove(authSession, out var pending) && pending.ExpiresAt > clock.GetUtcNow() ? pending : null;

    private PendingConnect? Find(Func<PendingConnect, bool> matches) =>
        _pending.Values.FirstOrDefault(p => matches(p) && p.ExpiresAt > clock.GetUtcNow());
}

/// <param name="Scopes">What the provider is asked for.</param>
internal sealed record PendingConnect(
    string Sub, OAuthClient Client, TenantConnection Connection, ConnectRequest Request, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt)
{
    private int _opened;

    public string AuthSession { get; } = Secrets.New(32);

    public string Ticket { get; } = Secrets.New(24);

    public string ProviderState { get; } = Secrets.New(24);

    /// <summary>Set once the provider has sent the user back.</summary>
    public ConnectAnswered? Answer { get; set; }

    public bool TryOpen() => Interlocked.Exchange(ref _opened, 1) == 0;
}

/// <summary>The user granted: what <c>complete</c> is given the code for.</summary>
internal sealed record ConnectAnswered(string Code, ProviderAccount Account, IReadOnlyList<string> Scopes);
