using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.GoogleCalendarV3;

namespace TokenVaultAgent.Tools.UserZones;

/// <summary>The zone of the primary calendar: developers.google.com/workspace/calendar/api/v3/reference/calendars.</summary>
internal sealed class GoogleZone(CalendarService service) : IZoneSource
{
    public Provider Provider => Provider.Google;

    public async Task<ToldZone?> AskAsync(ProviderToken token, CancellationToken cancellationToken)
    {
        if (!token.Covers(ProviderScopes.ReadCalendar.Google))
            return null;
        var request = service.Calendars.Get("primary");
        request.Fields = "timeZone";
        var calendar = await request.SendAsync(token, cancellationToken).ConfigureAwait(false);
        return ToldZone.SetUp(calendar.TimeZone);
    }
}
