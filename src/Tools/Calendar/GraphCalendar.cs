using NodaTime.Text;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;
using TokenVaultAgent.Tools.Untrusted;
using TokenVaultAgent.Tools.UserZones;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>
/// Microsoft Graph <c>calendarView</c> (learn.microsoft.com/graph/api/calendar-list-calendarview). Pages go on by <c>$skip</c>, never
/// by following a link. The view has no <c>$search</c>, and <c>$filter</c> reaches the subject only: words are looked for here, in
/// at most <see cref="MaxPages"/> pages a call.
/// </summary>
internal sealed class GraphCalendar(GraphApi graph, GraphZone zones) : ICalendarProvider
{
    private const int MaxPages = 10;
    private const int SearchPageSize = 100;
    private const int MaxCalendars = 250;

    private static readonly string[] EventFields =
    [
        "id", "subject", "location", "start", "end", "isAllDay", "originalStartTimeZone", "organizer", "attendees", "responseStatus",
        "isCancelled", "isOrganizer", "showAs", "sensitivity", "type", "onlineMeeting",
    ];

    private static readonly string[] EventFieldsWithBody = [.. EventFields, "body"];

    public Provider Provider => Provider.Microsoft;

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
        if (query.Zone is not null || query.After is not null)
            return await ListAsync(token, query, [], cancellationToken).ConfigureAwait(false);

        var seen = new List<GraphEvent>();
        var (zone, page) = (zones.SetUpAsync(token, cancellationToken), ListAsync(token, query, seen, cancellationToken));
        await Task.WhenAll(zone, page).ConfigureAwait(false);
        return await page.ConfigureAwait(false) with { TimeZone = await zone.ConfigureAwait(false) ?? GraphZone.MostUsed(seen) };
    }

    /// <param name="seen">Gets the events of all pages that were read.</param>
    private async Task<EventPage> ListAsync(ProviderToken token, EventQuery query, List<GraphEvent> seen, CancellationToken cancellationToken)
    {
        var events = new List<ListedAt>();
        var words = query.Words is null ? null : new EventWords(query.Words);
        var offset = query.After?.Skip ?? 0;
        var leftOut = 0;
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
                    return new EventPage(events, new EventPosition(null, offset), TimeZone: null, leftOut);
                offset++;
                if (words is null || await MarkupWork.RunAsync(
                    found.Description?.Length ?? 0, () => words.AreIn(found, cancellationToken), cancellationToken).ConfigureAwait(false))
                    events.Add(new ListedAt(found, new EventPosition(null, offset)));
            }

            if (page.NextLink is null)
                return new EventPage(events, Rest: null, TimeZone: null, leftOut);
            if (page.Value is not { Count: > 0 } || events.Count == query.Limit)
                break;
        }

        return new EventPage(events, new EventPosition(null, offset), TimeZone: null, leftOut);
    }

    private Task<GraphPage<GraphEvent>> PageAsync(ProviderToken token, EventQuery query, int offset, CancellationToken cancellationToken)
    {
        // The body is where words are looked for too.
        var fields = query.WithDescription || query.Words is not null ? EventFieldsWithBody : EventFields;
        var top = query.Words is null ? query.Limit : SearchPageSize;
        var start = InstantPattern.ExtendedIso.Format(query.Asked.Start);
        var end = InstantPattern.ExtendedIso.Format(query.Asked.End);
        int? skip = offset == 0 ? null : offset;
        return graph.ReadAsync(
            g => query.CalendarId is { } calendar
                ? g.Me.Calendars[calendar].CalendarView.ToGetRequestInformation(request =>
                {
                    request.Options.Add(new GraphToken(token));
                    request.Headers.Add("Prefer", UtcTimes);
                    (request.QueryParameters.StartDateTime, request.QueryParameters.EndDateTime) = (start, end);
                    (request.QueryParameters.Select, request.QueryParameters.Orderby) = (fields, ByStart);
                    (request.QueryParameters.Top, request.QueryParameters.Skip) = (top, skip);
                })
                : g.Me.CalendarView.ToGetRequestInformation(request =>
                {
                    request.Options.Add(new GraphToken(token));
                    request.Headers.Add("Prefer", UtcTimes);
                    (request.QueryParameters.StartDateTime, request.QueryParameters.EndDateTime) = (start, end);
                    (request.QueryParameters.Select, request.QueryParameters.Orderby) = (fields, ByStart);
                    (request.QueryParameters.Top, request.QueryParameters.Skip) = (top, skip);
                }),
            GraphShapes.Default.GraphPageGraphEvent,
            cancellationToken);
    }

    private const string UtcTimes = "outlook.timezone=\"UTC\"";

    private static readonly string[] ByStart = ["start/dateTime"];
}
