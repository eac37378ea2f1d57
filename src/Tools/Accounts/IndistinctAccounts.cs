namespace TokenVaultAgent.Tools.Accounts;

/// <summary>
/// Accounts of one user at one connection of which Token Vault does not say which is which: those that it lists without an address known here,
/// and those whose address is proven without it being known which of the listed they are.
/// </summary>
internal static class IndistinctAccounts
{
    /// <summary>Those that are not used, because nothing is known of them: of the listed as many are spoken for as there are addresses.</summary>
    public static IEnumerable<IndexedAccount> Unknown(IReadOnlyList<IndexedAccount> all) =>
        all.Where(a => a.Address is null).GroupBy(a => a.Connection)
            .SelectMany(listed => listed.Skip(all.Count(a => a.Connection == listed.Key && a is { Address: not null, VaultAccountId: null })));

    /// <summary>What can only be disconnected together with this account: at least itself.</summary>
    public static IReadOnlyList<IndexedAccount> With(IndexedAccount account, IReadOnlyList<IndexedAccount> all)
    {
        if (IsDistinct(account))
            return [account];
        return [.. all.Where(a => a.Connection == account.Connection && !IsDistinct(a))];
    }

    private static bool IsDistinct(IndexedAccount account) => account is { Address: not null, VaultAccountId: not null };
}
