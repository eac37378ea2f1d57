using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.UserZones;

/// <summary>
/// Graph tells the zone in mailboxSettings, which <c>Calendars.Read</c> does not open. Where the user did not grant that as well, it is the zone
/// that most of their own events around now are written in.
/// </summary>
internal sealed class GraphZone(GraphApi graph, TimeProvider time) : IZoneSource
{
    private const int Sample = 100;

    private static readonly Duration Around = Duration.FromDays(60);

    private static readonly string[] ZoneFields = ["originalStartTimeZone", "isOrganizer", "isAllDay"];

    public Provider Provider => Provider.Microsoft;

    public async Task<ToldZone?> AskAsync(ProviderToken token, CancellationToken cancellationToken) =>
        await SetUpAsync(token, cancellationToken).ConfigureAwait(false)
            ?? (token.Covers(ProviderScopes.ReadCalendar.Microsoft) ? await OfEventsAsync(token, cancellationToken).ConfigureAwait(false) : null);

    /// <summary>The zone that the user set up; null where that was not granted, is not told, or is not a known zone.</summary>
    public async Task<ToldZone?> SetUpAsync(ProviderToken token, CancellationToken cancellationToken) =>
        token.GrantedScopes is not null && token.Covers([ProviderScopes.TellsTimeZone])
            ? await ToldZone.IfToldAsync(OfMailboxAsync(token, cancellationToken)).ConfigureAwait(false)
            : null;

    private async Task<ToldZone?> OfMailboxAsync(ProviderToken token, CancellationToken cancellationToken)
    {
        var settings = await graph.SendAsync(g => g.Me.MailboxSettings.GetAsync(
            request =>
            {
                request.Options.Add(new GraphToken(token));
                request.QueryParameters.Select = ["timeZone"];
            },
            cancellationToken)).ConfigureAwait(false);
        return ToldZone.SetUp(settings.TimeZone);
    }

    /// <summary>The zone that most of the user's own events of these are written in.</summary>
    public static ToldZone? MostUsed(IEnumerable<GraphEvent> events) => events
        .Where(item => item.IsOrganizer is true && item.IsAllDay is not true)
        .Select(item => item.OriginalStartTimeZone is { } name ? Zones.Find(name) : null)
        .OfType<DateTimeZone>()
        .CountBy(zone => zone)
        .OrderByDescending(zone => zone.Value)
        .Select(zone => new ToldZone(zone.Key, TimeZoneSource.Events))
        .FirstOrDefault();

    private async Task<ToldZone?> OfEventsAsync(ProviderToken token, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var events = await graph.ReadAsync(
            g => g.Me.CalendarView.ToGetRequestInformation(request =>
            {
                request.Options.Add(new GraphToken(token));
                (request.QueryParameters.StartDateTime, request.QueryParameters.EndDateTime) =
                    (InstantPattern.ExtendedIso.Format(now - Around), InstantPattern.ExtendedIso.Format(now + Around));
                (request.QueryParameters.Select, request.QueryParameters.Top) = (ZoneFields, Sample);
            }),
            GraphShapes.Default.GraphPageGraphEvent,
            cancellationToken).ConfigureAwait(false);
        return MostUsed(events.Value ?? []);
    }
}
