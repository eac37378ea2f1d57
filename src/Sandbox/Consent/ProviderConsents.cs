using System.Collections.Concurrent;
using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Consent;

/// <summary>Authorization requests at the providers and the codes they end in, for the one client they know: the tenant. Thread safe.</summary>
internal sealed class ProviderConsents(TimeProvider clock)
{
    /// <summary>The client id under which the tenant is registered at both providers.</summary>
    public const string ClientId = "sandbox-tenant";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, ConsentFlow> _flows = new();
    private readonly ConcurrentDictionary<string, ProviderGranted> _codes = new();

    public ConsentFlow Begin(ProviderConsent provider, Uri redirectUri, string state, IReadOnlyList<string> scopes, string? loginHint)
    {
        var flow = new ConsentFlow(Secrets.New(16), provider, redirectUri, state, scopes, loginHint, clock.GetUtcNow() + Lifetime);
        return _flows[flow.Id] = flow;
    }

    public ConsentFlow? Find(string? id) =>
        id is not null && _flows.TryGetValue(id, out var flow) && flow.ExpiresAt > clock.GetUtcNow() ? flow : null;

    public void End(ConsentFlow flow) => _flows.TryRemove(flow.Id, out _);

    /// <returns>The code for the tenant.</returns>
    public string Grant(ConsentFlow flow, ProviderAccount account, IReadOnlyList<string> scopes)
    {
        End(flow);
        var code = "4/" + Secrets.New(32);
        _codes[code] = new ProviderGranted(account, scopes);
        return code;
    }

    /// <summary>Null for a code that is unknown or used.</summary>
    public ProviderGranted? Redeem(string? code) => code is not null && _codes.TryRemove(code, out var granted) ? granted : null;
}

/// <summary>One user's way through a provider's pages.</summary>
internal sealed record ConsentFlow(
    string Id, ProviderConsent Provider, Uri RedirectUri, string State, IReadOnlyList<string> Scopes, string? LoginHint, DateTimeOffset ExpiresAt)
{
    /// <summary>Set once the user has signed in.</summary>
    public ProviderAccount? Account { get; set; }
}

/// <summary>What the user granted to the tenant.</summary>
internal sealed record ProviderGranted(ProviderAccount Account, IReadOnlyList<string> Scopes);
