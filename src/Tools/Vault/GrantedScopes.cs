using System.Collections.Concurrent;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>What users granted, as Token Vault names it. There are few different sets of scopes and many users: each set is kept once. Thread safe.</summary>
internal static class GrantedScopes
{
    /// <summary>More than there are ways to grant; beyond, a set is its token's own.</summary>
    private const int MaxSets = 1_000;

    private static readonly ConcurrentDictionary<string, IReadOnlySet<string>> Sets = new(StringComparer.Ordinal);

    /// <param name="scope">Separated by blanks or commas; null where it is not said.</param>
    public static IReadOnlySet<string>? Of(string? scope)
    {
        if (scope is null)
            return null;
        if (Sets.TryGetValue(scope, out var known))
            return known;
        var scopes = scope.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Sets.Count < MaxSets ? Sets.GetOrAdd(scope, scopes) : scopes;
    }
}
