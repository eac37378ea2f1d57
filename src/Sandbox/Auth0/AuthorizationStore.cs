using System.Collections.Concurrent;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>What the tenant remembers between requests: sessions, transactions, consents, codes and refresh tokens. Thread safe.</summary>
internal sealed class AuthorizationStore(TimeProvider clock)
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, LoginSession> _sessions = new();
    private readonly ConcurrentDictionary<string, Transaction> _transactions = new();
    private readonly ConcurrentDictionary<string, IssuedCode> _codes = new();
    private readonly ConcurrentDictionary<string, RefreshGrant> _refreshTokens = new();
    private readonly ConcurrentDictionary<(string Sub, string Client, string Audience), HashSet<string>> _consents = new();
    private readonly ConcurrentDictionary<(string Sub, string Device), bool> _devices = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _assertions = new();
    private readonly ConcurrentDictionary<string, UserInfoGrant> _userInfoTokens = new();

    public LoginSession? FindSession(string? id) => id is null ? null : _sessions.GetValueOrDefault(id);

    public LoginSession Save(LoginSession session) => _sessions[session.Id] = session;

    public void RemoveSession(string id) => _sessions.TryRemove(id, out _);

    public Transaction Begin(AuthorizationRequest request)
    {
        var transaction = new Transaction(Secrets.New(24), request);
        _transactions[transaction.Id] = transaction;
        return transaction;
    }

    public Transaction? FindTransaction(string? id) => id is null ? null : _transactions.GetValueOrDefault(id);

    public void End(Transaction transaction) => _transactions.TryRemove(transaction.Id, out _);

    public bool HasConsent(string sub, AuthorizationRequest request, IReadOnlyList<string> scopes)
    {
        if (!_consents.TryGetValue(ConsentKey(sub, request), out var granted))
            return false;
        lock (granted) return scopes.All(granted.Contains);
    }

    public void Consent(string sub, AuthorizationRequest request, IReadOnlyList<string> scopes)
    {
        var granted = _consents.GetOrAdd(ConsentKey(sub, request), _ => []);
        lock (granted) granted.UnionWith(scopes);
    }

    /// <param name="actions">What the Actions made of the login.</param>
    public string IssueCode(AuthorizationRequest request, LoginSession session, ActionTransaction actions)
    {
        var code = Secrets.New(32);
        _codes[code] = new IssuedCode(request, session, actions, clock.GetUtcNow() + CodeLifetime);
        return code;
    }

    /// <summary>This user has logged in with this browser.</summary>
    public void Remember(string sub, string device) => _devices.TryAdd((sub, device), true);

    public bool Knows(string sub, string? device) => device is not null && _devices.ContainsKey((sub, device));

    /// <summary>Null for an unknown or expired code. A second use revokes what the first one brought (RFC 6749 section 4.1.2).</summary>
    public IssuedCode? Redeem(string code)
    {
        if (!_codes.TryGetValue(code, out var issued) || issued.ExpiresAt <= clock.GetUtcNow())
            return null;
        if (issued.TryUse())
            return issued;
        RevokeFamily(issued.Family);
        return null;
    }

    public string IssueRefreshToken(RefreshGrant grant)
    {
        var token = "v1." + Secrets.New(40);
        _refreshTokens[token] = grant;
        return token;
    }

    public RefreshGrant? FindRefreshToken(string? token) =>
        token is not null && _refreshTokens.TryGetValue(token, out var grant) && !grant.IsRevoked ? grant : null;

    /// <summary>False when it was used before: then the whole family is revoked (reuse detection).</summary>
    public bool TryRotate(RefreshGrant grant)
    {
        if (grant.TryUse())
            return true;
        RevokeFamily(grant.Family);
        return false;
    }

    /// <summary>Ends a refresh token and all that came of the same login.</summary>
    public void Revoke(RefreshGrant grant) => RevokeFamily(grant.Family);

    /// <summary>False when this assertion was seen before.</summary>
    public bool TryUseAssertion(string jti, DateTimeOffset expiresAt) => _assertions.TryAdd(jti, expiresAt);

    /// <summary>An opaque access token: what a request without an audience gets.</summary>
    public string IssueUserInfoToken(UserInfoGrant grant)
    {
        var token = Secrets.New(24);
        _userInfoTokens[token] = grant;
        return token;
    }

    public UserInfoGrant? FindUserInfoToken(string token) =>
        _userInfoTokens.TryGetValue(token, out var grant) && grant.ExpiresAt > clock.GetUtcNow() ? grant : null;

    private void RevokeFamily(string family)
    {
        foreach (var grant in _refreshTokens.Values.Where(g => g.Family == family))
            grant.IsRevoked = true;
    }

    private static (string, string, string) ConsentKey(string sub, AuthorizationRequest request) =>
        (sub, request.Client.ClientId, request.Api?.Identifier ?? "");
}

/// <summary>A code and what it stands for. <see cref="Family"/> ties it to the refresh tokens it leads to.</summary>
internal sealed record IssuedCode(AuthorizationRequest Request, LoginSession Session, ActionTransaction Actions, DateTimeOffset ExpiresAt)
{
    private int _used;

    public string Family { get; } = Secrets.New(12);

    public bool TryUse() => Interlocked.Exchange(ref _used, 1) == 0;
}

/// <summary>What one refresh token stands for.</summary>
/// <param name="Scopes">All that it may ever bring for its audience.</param>
internal sealed record RefreshGrant(OAuthClient Client, TenantUser User, string? Audience, IReadOnlyList<string> Scopes, string Family)
{
    private int _used;

    public bool IsRevoked { get; set; }

    /// <summary>The id of the organization that the login was to; null for none.</summary>
    public string? Organization { get; init; }

    /// <summary>When the login behind it had met a second factor; null for none.</summary>
    public DateTimeOffset? MfaTime { get; init; }

    /// <summary>What Actions have left in it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; set; } = new Dictionary<string, string>();

    public bool TryUse() => Interlocked.Exchange(ref _used, 1) == 0;
}

internal sealed record UserInfoGrant(TenantUser User, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);
