namespace TokenVaultAgent.Tools.Paging;

/// <summary>What one source has to give to a page, in order, and where it goes on after each item.</summary>
/// <param name="Start">Where the source goes on if none of its items is taken.</param>
/// <param name="Rest">Where it goes on after all of them; null at its end.</param>
internal sealed record PagedShare<TItem, TPosition>(
    IReadOnlyList<(TItem Item, TPosition? After)> Items, TPosition Start, TPosition? Rest) where TPosition : class;

/// <summary>Puts several sources' items in one order and says where each source goes on.</summary>
internal static class PagedMerge
{
    /// <summary>
    /// Takes the first of the sources' next items, at equal rank the first source's. Stops at the limit, and also where a source's share
    /// ends but the source does not: its next item could come before all others.
    /// </summary>
    /// <returns>The items with their source's index, and each source's next position, null where it has ended.</returns>
    public static (IReadOnlyList<(int Source, TItem Item)> Items, IReadOnlyList<TPosition?> Next) Merge<TItem, TPosition>(
        IReadOnlyList<PagedShare<TItem, TPosition>> shares, IComparer<TItem> order, int limit) where TPosition : class
    {
        var taken = new int[shares.Count];
        var merged = new List<(int, TItem)>();
        while (merged.Count < limit && !EndsEarly(shares, taken) && Next(shares, taken, order) is { } next)
        {
            merged.Add((next, shares[next].Items[taken[next]].Item));
            taken[next]++;
        }

        return (merged, [.. shares.Select((share, i) => Rest(share, taken[i]))]);
    }

    private static bool EndsEarly<TItem, TPosition>(IReadOnlyList<PagedShare<TItem, TPosition>> shares, int[] taken) where TPosition : class =>
        shares.Where((share, i) => taken[i] == share.Items.Count && share.Rest is not null).Any();

    private static int? Next<TItem, TPosition>(
        IReadOnlyList<PagedShare<TItem, TPosition>> shares, int[] taken, IComparer<TItem> order) where TPosition : class =>
        Enumerable.Range(0, shares.Count)
            .Where(i => taken[i] < shares[i].Items.Count)
            .OrderBy(i => shares[i].Items[taken[i]].Item, order)
            .Select(i => (int?)i)
            .FirstOrDefault();

    private static TPosition? Rest<TItem, TPosition>(PagedShare<TItem, TPosition> share, int taken) where TPosition : class =>
        taken == share.Items.Count ? share.Rest
        : taken == 0 ? share.Start
        : share.Items[taken - 1].After;
}
