using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>Makes the compact form of events that an agent reads: what is false or empty is left out.</summary>
internal sealed class EventShaper(DateTimeZone zone, int descriptionLength)
{
    private const int MaxAttendees = 10;
    private const int MaxLine = 300;
    private const int MaxUrl = 1000;

    public string Time(Instant time) => OffsetDateTimePattern.Rfc3339.Format(time.InZone(zone).ToOffsetDateTime());

    public ListedEvent Shape(Account account, CalendarEvent item, CancellationToken cancellationToken) => new()
    {
        Account = account.Id,
        Start = item.Times.StartDate is { } start ? LocalDatePattern.Iso.Format(start) : Time(item.Times.Start),
        End = item.Times.EndDate is { } end ? LocalDatePattern.Iso.Format(end) : Time(item.Times.End),
        AllDay = OrNull(item.Times.IsAllDay),
        MyResponse = item.MyResponse,
        Status = item.Status,
        Kind = item.Kind,
        Free = OrNull(item.IsFree),
        Private = OrNull(item.IsPrivate),
        Recurring = OrNull(item.IsRecurring),
        AttendeeCount = item.Attendees.Count == 0 ? null : item.Attendees.Count,
        UntrustedContent = Content(account, item, cancellationToken),
    };

    private UntrustedEventContent Content(Account account, CalendarEvent item, CancellationToken cancellationToken)
    {
        var description = descriptionLength == 0 || item.Description is null
            ? default
            : item.ReadDescription(descriptionLength, cancellationToken);
        return new UntrustedEventContent
        {
            Title = PlainText.Line(item.Title, MaxLine),
            Location = PlainText.Line(item.Location, MaxLine),
            Organizer = item.Organizer is { } organizer && !IsAlone(account, item) ? Person(organizer) : null,
            Attendees = item.Attendees.Count == 0 ? null : [.. item.Attendees.Take(MaxAttendees).Select(Person)],
            Description = string.IsNullOrEmpty(description.Text) ? null : description.Text,
            DescriptionCut = OrNull(description.Cut),
            DescriptionHiddenParts = description.HiddenParts == 0 ? null : description.HiddenParts,
            DescriptionWithheld = description.Withheld,
            OnlineMeetingUrl = PlainText.Line(item.OnlineMeetingUrl, MaxUrl),
        };
    }

    /// <summary>The user's own entry, with nobody else in it.</summary>
    private static bool IsAlone(Account account, CalendarEvent item) =>
        item.Attendees.Count == 0 && string.Equals(item.Organizer?.Address, account.Address, StringComparison.OrdinalIgnoreCase);

    private static UntrustedPerson Person(EventPerson person) =>
        new(PlainText.Line(person.Name, MaxLine), PlainText.Line(person.Address, MaxLine), person.Response);

    private static bool? OrNull(bool flag) => flag ? true : null;
}
