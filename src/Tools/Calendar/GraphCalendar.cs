using Microsoft.Graph.Models;
using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;
using TokenVaultAgent.Tools.Time;
using TokenVaultAgent.Tools.Untrusted;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>
/// Microsoft Graph <c>calendarView</c> (learn.microsoft.com/graph/api/calendar-list-calendarview). Pages go on by <c>$skip</c>, never
/// by following a link. The view has no <c>$search</c>, and <c>$filter</c> reaches the subject only: words are looked for here, in
/// at most <see cref="MaxPages"/> pages a call.
/// </summary>
internal sealed class GraphCalendar(GraphApi graph, TimeProvider time) : ICalendarProvider
{
    private const int MaxPages = 10;
    private const int SearchPageSize = 100;
    private const int MaxCalendars = 250;
    private const int ZoneSample = 100;

    private static readonly Duration Around = Duration.FromDays(60);

    private static readonly string[] EventFields =
    [
        "id", "subject", "location", "start", "end", "isAllDay", "originalStartTimeZone", "organizer", "attendees", "responseStatus",
        "isCancelled", "isOrganizer", "showAs", "sensitivity", "type", "onlineMeeting",
    ];

    private static readonly string[] EventFieldsWithBody = [.. EventFields, "body"];

    public Provider Provider => Provider.Microsoft;

    /// <summary>
    /// Graph keeps it in mailboxSettings, which <c>Calendars.Read</c> does not open: it is the zone that most of the user's own events around now
    /// are written in.
    /// </summary>
    public async Task<ToldZone?> GetTimeZoneAsync(ProviderToken token, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var around = new EventQuery(null, new Interval(now - Around, now + Around), Words: null, ZoneSample, WithDescription: false, After: null, DateTimeZone.Utc);
        return MostUsed((await PageAsync(token, around, 0, cancellationToken).ConfigureAwait(false)).Value ?? []);
    }

    public async Task<IReadOnlyList<CalendarEntry>> ListCalendarsAsync(ProviderToken token, CancellationToken cancellationToken)
    {
        var list = await graph.SendAsync(g => g.Me.Calendars.GetAsync(
            request =>
            {
                request.Options.Add(new GraphToken(token));
                request.QueryParameters.Select = ["id", "name", "isDefaultCalendar"];
                request.QueryParameters.Top = MaxCalendars;
            },
            cancellationToken)).ConfigureAwait(false);
        return [.. from entry in list.Value ?? []
                   where entry.Id is not null
                   select new CalendarEntry(entry.Id!, entry.Name ?? "", entry.IsDefaultCalendar ?? false)];
    }

    public async Task<EventPage> ListEventsAsync(ProviderToken token, EventQuery query, CancellationToken cancellationToken)
    {
        var events = new List<ListedAt>();
        var words = query.Words is null ? null : new EventWords(query.Words);
        var offset = query.After?.Skip ?? 0;
        var leftOut = 0;
        var seen = new List<Event>();
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var page = await PageAsync(token, query, offset, cancellationToken).ConfigureAwait(false);
            seen.AddRange(page.Value ?? []);
            foreach (var item in page.Value ?? [])
            {
                if (GraphEventReader.Read(item) is not { } found)
                {
                    (offset, leftOut) = (offset + 1, leftOut + 1);
                    continue;
                }

                if (!query.Takes(found))
                {
                    offset++;
                    continue;
                }

                if (events.Count == query.Limit)
                    return new EventPage(events, new EventPosition(null, offset), MostUsed(seen), leftOut);
                offset++;
                if (words is null || await MarkupWork.RunAsync(
                    found.Description?.Length ?? 0, () => words.AreIn(found, cancellationToken), cancellationToken).ConfigureAwait(false))
                    events.Add(new ListedAt(found, new EventPosition(null, offset)));
            }

            if (page.OdataNextLink is null)
                return new EventPage(events, Rest: null, MostUsed(seen), leftOut);
            if (page.Value is not { Count: > 0 } || events.Count == query.Limit)
                break;
        }

        return new EventPage(events, new EventPosition(null, offset), MostUsed(seen), leftOut);
    }

    private static ToldZone? MostUsed(IEnumerable<Event> events) => events
        .Where(item => item.IsOrganizer is true && item.IsAllDay is not true)
        .Select(item => item.OriginalStartTimeZone is { } name ? Zones.Find(name) : null)
        .OfType<DateTimeZone>()
        .CountBy(zone => zone)
        .OrderByDescending(zone => zone.Value)
        .Select(zone => new ToldZone(zone.Key, TimeZoneSource.Events))
        .FirstOrDefault();

    private Task<EventCollectionResponse> PageAsync(ProviderToken token, EventQuery query, int offset, CancellationToken cancellationToken)
    {
        // The body is where words are looked for too.
        var fields = query.WithDescription || query.Words is not null ? EventFieldsWithBody : EventFields;
        var top = query.Words is null ? query.Limit : SearchPageSize;
        var start = InstantPattern.ExtendedIso.Format(query.Asked.Start);
        var end = InstantPattern.ExtendedIso.Format(query.Asked.End);
        int? skip = offset == 0 ? null : offset;
        return query.CalendarId is { } calendar
            ? graph.SendAsync(g => g.Me.Calendars[calendar].CalendarView.GetAsync(
                request =>
                {
                    request.Options.Add(new GraphToken(token));
                    request.Headers.Add("Prefer", UtcTimes);
                    (request.QueryParameters.StartDateTime, request.QueryParameters.EndDateTime) = (start, end);
                    (request.QueryParameters.Select, request.QueryParameters.Orderby) = (fields, ByStart);
                    (request.QueryParameters.Top, request.QueryParameters.Skip) = (top, skip);
                },
                cancellationToken))
            : graph.SendAsync(g => g.Me.CalendarView.GetAsync(
                request =>
                {
                    request.Options.Add(new GraphToken(token));
                    request.Headers.Add("Prefer", UtcTimes);
                    (request.QueryParameters.StartDateTime, request.QueryParameters.EndDateTime) = (start, end);
                    (request.QueryParameters.Select, request.QueryParameters.Orderby) = (fields, ByStart);
                    (request.QueryParameters.Top, request.QueryParameters.Skip) = (top, skip);
                },
                cancellationToken));
    }

    private const string UtcTimes = "outlook.timezone=\"UTC\"";

    private static readonly string[] ByStart = ["start/dateTime"];
}
