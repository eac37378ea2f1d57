using TokenVaultAgent.AgentServer.Connections.Views;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>What an account is used for, or is to be.</summary>
internal static class Access
{
    /// <summary>What was granted, then what is asked for on top of it.</summary>
    public static IReadOnlyList<AccessLine> Lines(DecisionLink link, Provider provider, IndexedAccount? account)
    {
        var granted = Granted(provider, account);
        return [.. granted.Select(s => new AccessLine(s.Title, false)), .. Asked(link).Except(granted).Select(s => new AccessLine(s.Title, account is not null))];
    }

    /// <summary>
    /// What to ask the provider for: the union of granted and needed, because scopes asked for at run time take the place of the
    /// connection's own and of those granted before.
    /// </summary>
    public static IReadOnlyList<string> Scopes(DecisionLink link, Provider provider, IndexedAccount? account) =>
        [.. ProviderScopes.Connect.For(provider)
            .Union(account?.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
            .Union(Asked(link).SelectMany(s => s.AskedOf(provider)))];

    public static IReadOnlyList<ProviderScopes> Granted(Provider provider, IndexedAccount? account)
    {
        if (account is null)
            return [];
        var scopes = account.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. ProviderScopes.All.Where(s => ScopeImplications.Cover(scopes, s.For(provider)))];
    }

    public static IReadOnlyList<ProviderScopes> Asked(DecisionLink link) => [.. link.AccessNames.Select(ProviderScopes.Find).OfType<ProviderScopes>()];
}
