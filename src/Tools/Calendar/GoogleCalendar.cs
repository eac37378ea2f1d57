using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.GoogleCalendarV3;
using TokenVaultAgent.Tools.UserZones;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>Google Calendar API v3, <c>events.list</c> (developers.google.com/workspace/calendar/api/v3/reference/events/list).</summary>
internal sealed class GoogleCalendar(CalendarService service) : ICalendarProvider
{
    /// <summary>The service may answer pages shorter than asked for, even empty ones.</summary>
    private const int MaxPages = 10;
    private const int MaxPageSize = 250;
    private const string Primary = "primary";

    private const string EventFields =
        "id,status,eventType,summary,location,start,end,recurringEventId,transparency,visibility,hangoutLink,conferenceData/entryPoints,"
        + "organizer(email,displayName,self),attendees(email,displayName,responseStatus,self,resource)";

    public Provider Provider => Provider.Google;

    public async Task<IReadOnlyList<CalendarEntry>> ListCalendarsAsync(ProviderToken token, CancellationToken cancellationToken)
    {
        var request = service.CalendarList.List();
        request.Fields = "items(id,summary,summaryOverride,primary)";
        request.MaxResults = MaxPageSize;
        var list = await request.SendAsync(token, cancellationToken).ConfigureAwait(false);
        return [.. from entry in list.Items ?? []
                   where entry.Id is not null
                   select new CalendarEntry(entry.Id!, entry.SummaryOverride ?? entry.Summary ?? "", entry.Primary ?? false)];
    }

    public async Task<EventPage> ListEventsAsync(ProviderToken token, EventQuery query, CancellationToken cancellationToken)
    {
        var events = new List<ListedAt>();
        EventPosition? position = query.After ?? new EventPosition(null, 0);
        ToldZone? zone = null;
        var leftOut = 0;
        for (var pages = 0; pages < MaxPages && position is not null && events.Count < query.Limit; pages++)
        {
            var pageToken = position.PageToken;
            var page = await Request(query, position).SendAsync(token, cancellationToken).ConfigureAwait(false);
            var items = page.Items ?? [];
            var index = position.Skip;
            for (; index < items.Count; index++)
            {
                if (GoogleEventReader.Read(items[index]) is not { } item)
                    leftOut++;
                else if (query.Takes(item) && events.Count == query.Limit)
                    break;
                else if (query.Takes(item))
                    events.Add(new ListedAt(item, new EventPosition(pageToken, index + 1)));
            }

            position = index < items.Count ? new EventPosition(pageToken, index)
                : page.NextPageToken is { Length: > 0 } nextToken ? new EventPosition(nextToken, 0)
                : null;
            zone ??= ToldZone.SetUp(page.TimeZone);
        }

        return new EventPage(events, position, zone, leftOut);
    }

    private EventsResource.ListRequest Request(EventQuery query, EventPosition position)
    {
        var request = service.Events.List(query.CalendarId ?? Primary);
        request.TimeMinDateTimeOffset = query.Asked.Start.ToDateTimeOffset();
        request.TimeMaxDateTimeOffset = query.Asked.End.ToDateTimeOffset();
        request.SingleEvents = true;
        request.OrderBy = EventsResource.ListRequest.OrderByEnum.StartTime;
        request.Q = query.Words;
        request.PageToken = position.PageToken;
        // A page holds at least one event more than were already taken from it; asked for again, it has the same length.
        request.MaxResults = Math.Clamp(query.Limit, Math.Min(position.Skip + 1, MaxPageSize), MaxPageSize);
        request.Fields = $"nextPageToken,timeZone,items({EventFields}{(query.WithDescription ? ",description" : "")})";
        return request;
    }
}
