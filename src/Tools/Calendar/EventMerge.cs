using NodaTime;
using TokenVaultAgent.Tools.Accounts;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>One account's share of a page.</summary>
/// <param name="From">Where the share begins; null at the beginning.</param>
internal sealed record AccountEvents(Account Account, string? CalendarId, EventPosition? From, EventPage Page);

/// <summary>Puts several accounts' events in one order and says where each goes on.</summary>
internal static class EventMerge
{
    /// <summary>
    /// Takes the earliest of the accounts' next events, at equal starts all-day ones and then the first account's. Stops at the limit,
    /// and also where an account's share ends but its listing does not: its next event could come before all others.
    /// </summary>
    public static MergedEvents Merge(IReadOnlyList<AccountEvents> accounts, DateTimeZone zone, int limit)
    {
        var taken = new int[accounts.Count];
        var merged = new List<(Account Account, CalendarEvent Event)>();
        while (merged.Count < limit && !EndsEarly(accounts, taken) && Next(accounts, taken, zone) is { } next)
        {
            merged.Add((accounts[next].Account, accounts[next].Page.Events[taken[next]].Event));
            taken[next]++;
        }

        return new MergedEvents(merged, [.. accounts.Select((a, i) => Rest(a, taken[i])).OfType<AccountCursor>()]);
    }

    private static bool EndsEarly(IReadOnlyList<AccountEvents> accounts, int[] taken) =>
        accounts.Where((a, i) => taken[i] == a.Page.Events.Count && a.Page.Rest is not null).Any();

    private static int? Next(IReadOnlyList<AccountEvents> accounts, int[] taken, DateTimeZone zone) =>
        Enumerable.Range(0, accounts.Count)
            .Where(i => taken[i] < accounts[i].Page.Events.Count)
            .Select(i => (Index: (int?)i, accounts[i].Page.Events[taken[i]].Event.Times))
            .OrderBy(head => head.Times.StartIn(zone))
            .ThenBy(head => !head.Times.IsAllDay)
            .Select(head => head.Index)
            .FirstOrDefault();

    private static AccountCursor? Rest(AccountEvents account, int taken)
    {
        var at = taken == account.Page.Events.Count ? account.Page.Rest
            : taken == 0 ? account.From ?? new EventPosition(null, 0)
            : account.Page.Events[taken - 1].Next;
        return at is null ? null : new AccountCursor(account.Account.Id, account.CalendarId, at.PageToken, at.Skip);
    }
}

/// <param name="Rest">The accounts that have more, and where.</param>
internal sealed record MergedEvents(IReadOnlyList<(Account Account, CalendarEvent Event)> Events, IReadOnlyList<AccountCursor> Rest);
