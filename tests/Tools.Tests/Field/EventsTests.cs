using System.Text.Json;
using NodaTime;
using TokenVaultAgent.Tests;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;
using TokenVaultAgent.Tools.Untrusted;
using GoogleEvents = TokenVaultAgent.Tools.Providers.GoogleCalendarV3.Data.Events;

namespace TokenVaultAgent.Tools.Tests.Field;

/// <summary>Events as they are in the field.</summary>
public sealed class EventsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static LocalDate Eighth => new(2026, 12, 8);

    [Theory]
    [InlineData("birthday", EventKind.Birthday)]
    [InlineData("workingLocation", EventKind.WorkingLocation)]
    [InlineData("outOfOffice", EventKind.OutOfOffice)]
    [InlineData("focusTime", EventKind.FocusTime)]
    [InlineData("fromGmail", EventKind.FromMail)]
    [InlineData("default", null)]
    [InlineData("somethingNew", null)]
    [InlineData(null, null)]
    // Told as meetings or dropped: nspady/google-calendar-mcp#144, gemini-cli-extensions/workspace#290, home-assistant/core#179779.
    public void Google_kinds_of_entries_are_told_apart(string? type, object? kind)
    {
        var item = Google($$"""{"items":[{"id":"1","eventType":{{JsonSerializer.Serialize(type)}},"start":{"date":"2026-12-08"},"end":{"date":"2026-12-09"} }]}""")!.Items![0];

        Assert.Equal(kind, GoogleEventReader.Read(item)!.Kind);
    }

    [Fact]
    public void Googles_special_entries_are_all_read_and_shown_on_their_own_days_only()
    {
        var read = Google(Input("20-gcal-special-events.json"))!.Items!.Select(GoogleEventReader.Read).ToList();
        var day = Day(Eighth, "Europe/Paris");

        Assert.DoesNotContain(null, read);
        Assert.Equal(["wl1", "ooo1", "priv1", "zoom1", "overnight", "zero"], read.Where(e => e!.Times.IsIn(day.Range, day.Zone)).Select(e => e!.Id));
        Assert.Equal(EventKind.Birthday, read[0]!.Kind);
        Assert.Equal(new LocalDate(1937, 12, 8), read[0]!.Times.StartDate);
    }

    [Fact]
    public void Graphs_events_in_zones_that_only_outlook_knows_keep_their_moments_and_dates()
    {
        var page = JsonSerializer.Deserialize(Input("22-graph-custom-zones.json"), GraphShapes.Default.GraphPageGraphEvent);
        var read = page!.Value!.Select(item => GraphEventReader.Read(item)!).ToList();
        var day = Day(Eighth, "UTC");

        Assert.Equal(["A1", "A2", "A3", "A5"], read.Where(e => e.Times.IsIn(day.Range, day.Zone)).Select(e => e.Id));
        Assert.Equal((Eighth, Eighth.PlusDays(1)), (read[1].Times.StartDate, read[1].Times.EndDate));
        Assert.Equal(EventKind.OutOfOffice, read[1].Kind);
        Assert.Equal(EventKind.WorkingLocation, read[2].Kind);
    }

    // The day beside it: totaldebug/atomic-calendar-revive#296, totaldebug/atomic-calendar-revive#901, dotnetfactory/fluid-calendar#107,
    // thunderbird/appointment#580, tutao/tutanota#10149, marcoancona/MineTime#27.
    [Theory]
    [InlineData("Europe/Stockholm", "2026-12-07", "2026-12-08", false)]
    [InlineData("America/Los_Angeles", "2026-12-07", "2026-12-08", false)]
    [InlineData("America/New_York", "2026-12-08", "2026-12-09", true)]
    [InlineData("Pacific/Kiritimati", "2026-12-09", "2026-12-10", false)]
    [InlineData("Pacific/Kiritimati", "2026-12-08", "2026-12-09", true)]
    [InlineData("Asia/Kolkata", "2026-12-06", "2026-12-09", true)]
    [InlineData("Europe/Berlin", "2026-12-06", "2026-12-08", false)]
    public void An_all_day_entry_is_on_its_dates_wherever_one_asks(string zone, string start, string end, bool isThatDay)
    {
        var item = Google($$$"""{"items":[{"id":"1","start":{"date":"{{{start}}}"},"end":{"date":"{{{end}}}"}}]}""")!.Items![0];
        var day = Day(Eighth, zone);

        Assert.Equal(isThatDay, GoogleEventReader.Read(item)!.Times.IsIn(day.Range, day.Zone));
    }

    // One such entry ended the whole listing: PopulateTools/gobierto#1192, alextselegidis/easyappointments#864, phw198/OutlookGoogleCalendarSync#26,
    // odoo/odoo#176634; without a title: andrewramsay/ical_to_gcal_sync#6.
    [Theory]
    [InlineData("""{"id":"1","status":"cancelled"}""", false)]
    [InlineData("""{"id":"1","start":{},"end":{}}""", false)]
    [InlineData("""{"id":"1","start":{"date":"2026-12-08"}}""", true)]
    [InlineData("""{"id":"1","end":{"date":"2026-12-08"}}""", false)]
    [InlineData("""{"id":"1","start":null,"end":null,"summary":"x"}""", false)]
    [InlineData("""{"start":{"date":"2026-12-08"},"end":{"date":"2026-12-09"}}""", false)]
    [InlineData("""{"id":"1","start":{"date":"2026-12-08"},"end":{"date":"2026-12-09"}}""", true)]
    public void An_entry_without_what_every_one_has_costs_no_other(string json, bool isRead) =>
        Assert.Equal(isRead, GoogleEventReader.Read(Google($$"""{"items":[{{json}}]}""")!.Items![0]) is not null);

    // Midnight of the zones that people live in, told in UTC: O365/python-o365#690, thunderbird/appointment#406, Ericsson/exchangecalendar#436.
    [Theory]
    [InlineData("2026-12-07T23:00:00.0000000")]
    [InlineData("2026-12-07T11:00:00.0000000")]
    [InlineData("2026-12-08T05:00:00.0000000")]
    [InlineData("2026-12-08T10:00:00.0000000")]
    [InlineData("2026-12-07T18:30:00.0000000")]
    [InlineData("2026-12-08T03:30:00.0000000")]
    public void An_all_day_entry_of_a_custom_zone_is_on_the_date_that_began_then(string start)
    {
        var item = new GraphEvent
        {
            Id = "1",
            IsAllDay = true,
            OriginalStartTimeZone = "tzone://Microsoft/Custom",
            Start = new GraphTime(start, "UTC"),
            End = new GraphTime(start.Replace("-08T", "-09T", StringComparison.Ordinal).Replace("-07T", "-08T", StringComparison.Ordinal), "UTC"),
        };

        Assert.Equal((Eighth, Eighth.PlusDays(1)), (GraphEventReader.Read(item)!.Times.StartDate, GraphEventReader.Read(item)!.Times.EndDate));
    }

    [Theory]
    [InlineData("America/Los_Angeles")]
    [InlineData("Asia/Tokyo")]
    [InlineData("UTC")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Etc/GMT+12")]
    [InlineData("UTC+05:45")]
    public void Only_the_all_day_entry_of_the_date_is_in_the_day_wherever_one_is(string zone)
    {
        var day = Day(Eighth, zone);
        var entries = Enumerable.Range(7, 3).Select(date => EventTimes.AllDay(new LocalDate(2026, 12, date), new LocalDate(2026, 12, date + 1)));

        Assert.Equal(Eighth, Assert.Single(entries, entry => entry.IsIn(day.Range, day.Zone)).StartDate);
    }

    [Fact]
    public void A_provider_is_asked_for_all_that_may_be_of_the_day_in_whatever_zone_it_keeps_it()
    {
        foreach (var asked in (string[])["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Paris"])
            foreach (var kept in (string[])["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Paris"])
            {
                var (range, zone) = Day(Eighth, asked);
                var query = new EventQuery(null, range, null, 10, WithDescription: false, null, zone);
                var there = Eighth.AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[kept]).ToInstant();

                Assert.True(there < query.Asked.End && there + Duration.FromDays(1) > query.Asked.Start, $"{asked}, {kept}");
            }
    }

    [Fact]
    public void What_ended_as_the_range_began_is_not_in_it_and_what_takes_no_time_is_where_it_begins()
    {
        var (range, zone) = Day(Eighth, "UTC");

        Assert.False(new EventTimes(range.Start - Duration.FromHours(1), range.Start).IsIn(range, zone));
        Assert.True(new EventTimes(range.Start, range.Start).IsIn(range, zone));
        Assert.False(new EventTimes(range.End, range.End + Duration.FromHours(1)).IsIn(range, zone));
    }

    [Fact]
    public void Plain_text_keeps_its_lines_links_and_brackets() =>
        Assert.Equal(Input("05-calendar-description-plain-text-angle-brackets.txt").Trim(), UnmarkedText.Read(Input("05-calendar-description-plain-text-angle-brackets.txt"), isHtml: null, 1_000, Cancelled).Text);

    // Descriptions that programs took for HTML, or for none: calcom/cal.diy#25868, calcom/cal.diy#378, apple/ccs-calendarserver#326, schlosser/eventum#112.
    [Theory]
    [InlineData("Dial <tel:+4912345>\nPIN <none>", "Dial <tel:+4912345>\nPIN <none>")]
    [InlineData("if x<y && y>z", "if x<y && y>z")]
    [InlineData("Q&amp;A as typed", "Q&amp;A as typed")]
    [InlineData("<b>Agenda</b>\none <https://a.example>\ntwo", "Agenda\none <https://a.example>\ntwo")]
    [InlineData("<ul><li>one</li></ul>", "- one")]
    [InlineData("line<br>line<br/>end", "line\nline\nend")]
    [InlineData("see <p hidden>not this</p> that", "see that")]
    [InlineData("List<string> x; Map<K,V>", "List<string> x; Map<K,V>")]
    public void Markup_is_what_is_an_element_of_html(string description, string expected) =>
        Assert.Equal(expected, UnmarkedText.Read(description, isHtml: null, 1_000, Cancelled).Text);

    [Fact]
    public void Nine_hundred_attendees_are_counted_and_ten_told()
    {
        var people = JsonDocument.Parse(Input("70-event-900-attendees.json")).RootElement.GetProperty("attendees").EnumerateArray()
            .Select(person => (address: person.GetProperty("address").GetString()!, name: person.GetProperty("name").GetString()!)).ToList();
        var item = new CalendarEvent
        {
            Id = "1",
            Times = EventTimes.AllDay(Eighth, Eighth.PlusDays(1)),
            Attendees = [.. people.Select(p => new EventPerson(p.name, p.address))],
        };

        var listed = new EventShaper(DateTimeZone.Utc, 500).Shape(new Account("1", TokenVaultAgent.Tools.Providers.Provider.Google, "ada@x.example", "google-oauth2", null), item, Cancelled);

        Assert.Equal((900, 10), (listed.AttendeeCount, listed.UntrustedContent.Attendees!.Count));
    }

    private static string Input(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Inputs", name));

    private static (Interval Range, DateTimeZone Zone) Day(LocalDate date, string zoneName)
    {
        var zone = TokenVaultAgent.Tools.Time.Zones.Find(zoneName)!;
        return (new Interval(date.AtStartOfDayInZone(zone).ToInstant(), date.PlusDays(1).AtStartOfDayInZone(zone).ToInstant()), zone);
    }

    private static GoogleEvents? Google(string json) => new GoogleJson().Deserialize<GoogleEvents>(json);
}
