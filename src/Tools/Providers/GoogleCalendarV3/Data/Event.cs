using Newtonsoft.Json;

namespace TokenVaultAgent.Tools.Providers.GoogleCalendarV3.Data;

/// <summary>One page of events.</summary>
internal sealed class Events
{
    [JsonProperty("items")]
    public IList<Event>? Items { get; set; }

    [JsonProperty("nextPageToken")]
    public string? NextPageToken { get; set; }

    /// <summary>The calendar's IANA zone.</summary>
    [JsonProperty("timeZone")]
    public string? TimeZone { get; set; }
}

internal sealed class Event
{
    [JsonProperty("attendees")]
    public IList<EventAttendee>? Attendees { get; set; }

    /// <summary>May hold HTML.</summary>
    [JsonProperty("description")]
    public string? Description { get; set; }

    /// <summary>Exclusive.</summary>
    [JsonProperty("end")]
    public EventDateTime? End { get; set; }

    /// <summary><c>default</c>, <c>focusTime</c>, <c>outOfOffice</c>, <c>workingLocation</c>, <c>birthday</c> or <c>fromGmail</c>.</summary>
    [JsonProperty("eventType")]
    public string? EventType { get; set; }

    [JsonProperty("hangoutLink")]
    public string? HangoutLink { get; set; }

    [JsonProperty("conferenceData")]
    public ConferenceData? ConferenceData { get; set; }

    [JsonProperty("id")]
    public string? Id { get; set; }

    [JsonProperty("location")]
    public string? Location { get; set; }

    [JsonProperty("organizer")]
    public OrganizerData? Organizer { get; set; }

    [JsonProperty("recurringEventId")]
    public string? RecurringEventId { get; set; }

    [JsonProperty("start")]
    public EventDateTime? Start { get; set; }

    /// <summary>confirmed, tentative or cancelled.</summary>
    [JsonProperty("status")]
    public string? Status { get; set; }

    [JsonProperty("summary")]
    public string? Summary { get; set; }

    /// <summary>transparent where the event does not block time.</summary>
    [JsonProperty("transparency")]
    public string? Transparency { get; set; }

    /// <summary>default, public, private or confidential.</summary>
    [JsonProperty("visibility")]
    public string? Visibility { get; set; }

    internal sealed class OrganizerData
    {
        [JsonProperty("displayName")]
        public string? DisplayName { get; set; }

        [JsonProperty("email")]
        public string? Email { get; set; }

        [JsonProperty("self")]
        public bool? Self { get; set; }
    }
}

/// <summary>A date for an all-day event, else a date-time with offset.</summary>
internal sealed class EventDateTime
{
    [JsonProperty("date")]
    public string? Date { get; set; }

    [JsonProperty("dateTime")]
    public string? DateTimeRaw { get; set; }
}

internal sealed class EventAttendee
{
    [JsonProperty("displayName")]
    public string? DisplayName { get; set; }

    [JsonProperty("email")]
    public string? Email { get; set; }

    [JsonProperty("resource")]
    public bool? Resource { get; set; }

    /// <summary>needsAction, declined, tentative or accepted.</summary>
    [JsonProperty("responseStatus")]
    public string? ResponseStatus { get; set; }

    [JsonProperty("self")]
    public bool? Self { get; set; }
}

internal sealed class ConferenceData
{
    [JsonProperty("entryPoints")]
    public IList<EntryPoint>? EntryPoints { get; set; }
}

internal sealed class EntryPoint
{
    /// <summary>video, phone, sip or more.</summary>
    [JsonProperty("entryPointType")]
    public string? EntryPointType { get; set; }

    [JsonProperty("uri")]
    public string? Uri { get; set; }
}
