using NodaTime;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Time;
using TokenVaultAgent.Tools.Untrusted;
using TokenVaultAgent.Tools.UserZones;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>Lists events of one account or of all, side by side, as one page in one order and one zone.</summary>
internal sealed class EventLister(IEnumerable<ICalendarProvider> providers, UserZoneFinder zones)
{
    /// <exception cref="ToolFailureException">No account could be read, or none fits.</exception>
    public async Task<EventList> ListAsync(AccountSelection selection, EventPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Calendar is not null && selection.Accounts.Count > 1)
            throw EventPlan.OneAccount();

        return plan.Continues is { } cursor
            ? await ContinueAsync(selection, plan, cursor, cancellationToken).ConfigureAwait(false)
            : await BeginAsync(selection, plan, cancellationToken).ConfigureAwait(false);
    }

    private async Task<EventList> BeginAsync(AccountSelection selection, EventPlan plan, CancellationToken cancellationToken)
    {
        var told = plan.Zone is { } named ? new ToldZone(named, TimeZoneSource.Argument)
            : plan.Range.NeedsZone ? await zones.FindAsync(selection, cancellationToken).ConfigureAwait(false)
            : null;
        var range = Whole(plan.Range.In(told?.Zone ?? DateTimeZone.Utc));
        var read = await selection.ReadAllAsync(
            (access, cancellation) => ReadAsync(access, plan, range, told?.Zone, null, cancellation), cancellationToken).ConfigureAwait(false);
        told ??= ToldZone.Best(read.Results.Select(r => r.Result.Page.TimeZone));
        return await ShapeAsync(plan, told.Zone, told.Source, range, read, cancellationToken).ConfigureAwait(false);
    }

    private async Task<EventList> ContinueAsync(
        AccountSelection selection, EventPlan plan, EventCursor cursor, CancellationToken cancellationToken)
    {
        var left = cursor.Accounts.DistinctBy(a => a.Account, StringComparer.Ordinal).ToDictionary(a => a.Account, StringComparer.Ordinal);
        // The providers must be asked exactly what they were asked for the first page, when the zone may not have been known yet.
        var zone = cursor.ZoneSource == TimeZoneSource.Argument || plan.Range.NeedsZone ? plan.Zone : null;
        var unfinished = selection with { Accounts = [.. selection.Accounts.Where(a => left.ContainsKey(a.Account.Id))] };
        var read = unfinished.Accounts.Count == 0
            ? new MergedRead<AccountEvents>([], selection.Problems)
            : await unfinished.ReadAllAsync(
                (access, cancellation) => ReadAsync(access, plan, cursor.Range, zone, left[access.Account.Id], cancellation),
                cancellationToken).ConfigureAwait(false);
        return await ShapeAsync(plan, plan.Zone!, cursor.ZoneSource, cursor.Range, read, cancellationToken).ConfigureAwait(false);
    }

    private Task<AccountEvents> ReadAsync(
        AccountAccess access, EventPlan plan, Interval range, DateTimeZone? zone, AccountCursor? at, CancellationToken cancellationToken)
    {
        var provider = Of(access);
        var after = at is null ? null : new EventPosition(at.PageToken, at.Skip);
        return access.CallAsync(
            async (token, cancellation) =>
            {
                var calendarId = at is not null ? at.CalendarId
                    : plan.Calendar is null ? null
                    : CalendarFinder.Find(await provider.ListCalendarsAsync(token, cancellation).ConfigureAwait(false), plan.Calendar);
                var query = new EventQuery(calendarId, range, plan.Arguments.Query, plan.Limit, plan.DescriptionLength > 0, after, zone);
                var page = await provider.ListEventsAsync(token, query, cancellation).ConfigureAwait(false);
                return new AccountEvents(access.Account, calendarId, after, page);
            },
            cancellationToken);
    }

    private static async Task<EventList> ShapeAsync(
        EventPlan plan, DateTimeZone zone, TimeZoneSource source, Interval range, MergedRead<AccountEvents> read, CancellationToken cancellationToken)
    {
        var merged = EventMerge.Merge([.. read.Results.Select(r => r.Result)], range, zone, plan.Limit);
        var leftOut = read.Results.Sum(r => r.Result.Page.LeftOut);
        var shaper = new EventShaper(zone, plan.DescriptionLength);
        var events = await MarkupWork.RunAsync(
            merged.Events.Sum(e => e.Event.Description?.Length ?? 0),
            () => merged.Events.Select(e => shaper.Shape(e.Account, e.Event, cancellationToken)).ToList(),
            cancellationToken).ConfigureAwait(false);
        return new EventList
        {
            TimeZone = zone.Id,
            TimeZoneSource = source,
            Note = source == TimeZoneSource.DefaultUtc ? "Times are UTC because no zone is known for this user: ask them, and pass time_zone." : null,
            Now = shaper.Time(plan.Range.Now),
            From = shaper.Time(range.Start),
            To = shaper.Time(range.End),
            Events = events,
            NextCursor = merged.Rest.Count == 0 ? null : EventCursor.At(plan.Arguments, zone, source, range, merged.Rest).Encode(),
            LeftOut = leftOut == 0 ? null : leftOut,
            Problems = read.Problems.Count == 0 ? null : read.Problems,
        };
    }

    /// <summary>In whole milliseconds, as the cursor keeps it: a later page must ask the same.</summary>
    private static Interval Whole(Interval range) => new(Whole(range.Start), Whole(range.End));

    private static Instant Whole(Instant time) => Instant.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private ICalendarProvider Of(AccountAccess access) => providers.Single(p => p.Provider == access.Account.Provider);
}
