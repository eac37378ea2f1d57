using NodaTime;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Paging;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>One account's share of a page.</summary>
/// <param name="From">Where the share begins; null at the beginning.</param>
internal sealed record AccountEvents(Account Account, string? CalendarId, EventPosition? From, EventPage Page)
{
    public PagedShare<CalendarEvent, EventPosition> Share(Interval range, DateTimeZone zone) =>
        new([.. Page.Events.Where(e => e.Event.Times.IsIn(range, zone)).Select(e => (e.Event, (EventPosition?)e.Next))], From ?? new EventPosition(null, 0), Page.Rest);
}

/// <summary>Puts several accounts' events in one order, at equal starts all-day ones first, and says where each account goes on.</summary>
internal static class EventMerge
{
    public static MergedEvents Merge(IReadOnlyList<AccountEvents> accounts, Interval range, DateTimeZone zone, int limit)
    {
        var byStart = Comparer<CalendarEvent>.Create((a, b) =>
            (a.Times.StartIn(zone), !a.Times.IsAllDay).CompareTo((b.Times.StartIn(zone), !b.Times.IsAllDay)));
        var (events, rest) = PagedMerge.Merge([.. accounts.Select(a => a.Share(range, zone))], byStart, limit);
        return new MergedEvents(
            [.. events.Select(e => (accounts[e.Source].Account, e.Item))],
            [.. accounts.Zip(rest).Where(a => a.Second is not null)
                .Select(a => new AccountCursor(a.First.Account.Id, a.First.CalendarId, a.Second!.PageToken, a.Second.Skip))]);
    }
}

/// <param name="Rest">The accounts that have more, and where.</param>
internal sealed record MergedEvents(IReadOnlyList<(Account Account, CalendarEvent Event)> Events, IReadOnlyList<AccountCursor> Rest);
