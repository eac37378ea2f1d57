using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>Makes one account's calendars of the seed.</summary>
internal sealed class SeedCalendars(ProviderAccount account, Instant now)
{
    private readonly LocalDate _firstDay = now.InZone(EventTime.Zone(account.TimeZone)).Date;

    public WorldCalendar Calendar(SeedCalendar seed)
    {
        var calendar = new WorldCalendar
        {
            Id = Id(seed),
            Name = seed.Name,
            IsPrimary = seed.Primary,
            CanWrite = seed.CanWrite,
            TimeZone = account.TimeZone,
        };
        foreach (var item in seed.Events ?? [])
        {
            calendar.Events.AddRange(Seed.About($"event {item.Id}", () => Events(item)));
        }
        return calendar;
    }

    private List<WorldEvent> Events(SeedEvent seed)
    {
        var master = Event(seed);
        if (seed.Rule is not null && !Recurrence.IsValid(seed.Rule, master.Start))
            throw new SeedException($"{seed.Rule} is no rule that gives instances.");
        return [master, .. (seed.Changes ?? []).Select(change => Instance(master, seed, change))];
    }

    private string Id(SeedCalendar seed) => (account.Provider, seed.Primary) switch
    {
        (ProviderKind.Google, true) => account.Address,
        (ProviderKind.Google, false) => $"c_{Hex($"{account.Key}/{seed.Name}")}@group.calendar.google.com",
        _ => IdGenerator.GraphMutable($"{account.Key}/calendar/{seed.Name}"),
    };

    private WorldEvent Event(SeedEvent seed)
    {
        var (start, end) = Times(seed);
        var created = new WorldEvent
        {
            Id = EventId(seed.Id),
            ICalUid = seed.Uid is null ? $"{EventId(seed.Id)}@google.com" : $"{seed.Uid}@seed.example",
            Title = seed.Title,
            DescriptionHtml = seed.Description,
            Location = seed.Location,
            OnlineMeetingUrl = seed.Meeting,
            OrganizerAddress = seed.Organizer ?? account.Address,
            Start = start,
            End = end,
            RecurrenceRule = seed.Rule,
            IsPrivate = seed.Private,
            ShowsAsFree = seed.Free,
            Created = now - Duration.FromDays(30),
            Updated = now - Duration.FromDays(30),
        };
        created.Attendees.AddRange(Attendees(seed));
        return created;
    }

    private WorldEvent Instance(WorldEvent series, SeedEvent seed, SeedChange change)
    {
        var on = Date(change.Day, change.On);
        var to = change.To is null ? on : ParseDate(change.To);
        var original = series.Start with { Date = on };
        var instance = new WorldEvent
        {
            Id = EventId($"{seed.Id}/{on}"),
            ICalUid = series.ICalUid,
            SeriesId = series.Id,
            OriginalStart = original,
            Title = change.Title ?? series.Title,
            DescriptionHtml = series.DescriptionHtml,
            Location = series.Location,
            OnlineMeetingUrl = series.OnlineMeetingUrl,
            OrganizerAddress = series.OrganizerAddress,
            Start = change.Start is null ? original : series.Start with { Date = to, Time = ParseTime(change.Start) },
            End = change.End is null ? EndOf(series, original) : series.End with { Date = to, Time = ParseTime(change.End) },
            IsCancelled = change.Cancelled,
            IsPrivate = series.IsPrivate,
            ShowsAsFree = series.ShowsAsFree,
            Created = series.Created,
            Updated = now - Duration.FromDays(20),
            Version = 2,
        };
        instance.Attendees.AddRange(Attendees(seed));
        return instance;
    }

    private (EventTime Start, EventTime End) Times(SeedEvent seed)
    {
        var zone = seed.Zone ?? account.TimeZone;
        var date = Date(seed.Day, seed.On);
        if (seed.Start is null) return (EventTime.AllDay(date, zone), EventTime.AllDay(date.PlusDays(seed.Days), zone));
        var endDate = seed.EndDay is { } day ? _firstDay.PlusDays(day) : date;
        return (new EventTime(date, ParseTime(seed.Start), zone), new EventTime(endDate, ParseTime(seed.End!), seed.EndZone ?? zone));
    }

    private static EventTime EndOf(WorldEvent series, EventTime start) =>
        series.End with { Date = start.Date + (series.End.Date - series.Start.Date) };

    private static IEnumerable<WorldAttendee> Attendees(SeedEvent seed) => (seed.Attendees ?? [])
        .Select(a => new WorldAttendee { Address = a.Address, Name = a.Name, Response = a.Response, Optional = a.Optional });

    private string EventId(string id) => account.Provider == ProviderKind.Google
        ? IdGenerator.GoogleEvent($"{account.Key}/event/{id}")
        : IdGenerator.GraphMutable($"{account.Key}/event/{id}");

    private LocalDate Date(int? day, string? on) => on is null ? _firstDay.PlusDays(day ?? 0) : ParseDate(on);

    private static LocalDate ParseDate(string date) => LocalDatePattern.Iso.Parse(date).Value;

    private static LocalTime ParseTime(string time) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value;

    private static string Hex(string seed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..40];
}
