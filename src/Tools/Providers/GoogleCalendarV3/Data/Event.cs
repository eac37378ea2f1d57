using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Providers.GoogleCalendarV3.Data;

/// <summary>One page of events.</summary>
internal sealed class Events
{
    [JsonPropertyName("items")]
    public IList<Event>? Items { get; set; }

    [JsonPropertyName("nextPageToken")]
    public string? NextPageToken { get; set; }

    /// <summary>The calendar's IANA zone.</summary>
    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; set; }
}

internal sealed class Event
{
    [JsonPropertyName("attendees")]
    public IList<EventAttendee>? Attendees { get; set; }

    /// <summary>May hold HTML.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; set; }

    /// <summary>Exclusive.</summary>
    [JsonPropertyName("end")]
    public EventDateTime? End { get; set; }

    /// <summary><c>default</c>, <c>focusTime</c>, <c>outOfOffice</c>, <c>workingLocation</c>, <c>birthday</c> or <c>fromGmail</c>.</summary>
    [JsonPropertyName("eventType")]
    public string? EventType { get; set; }

    [JsonPropertyName("hangoutLink")]
    public string? HangoutLink { get; set; }

    [JsonPropertyName("conferenceData")]
    public ConferenceData? ConferenceData { get; set; }

    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("location")]
    public string? Location { get; set; }

    [JsonPropertyName("organizer")]
    public OrganizerData? Organizer { get; set; }

    [JsonPropertyName("recurringEventId")]
    public string? RecurringEventId { get; set; }

    [JsonPropertyName("start")]
    public EventDateTime? Start { get; set; }

    /// <summary>confirmed, tentative or cancelled.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; set; }

    [JsonPropertyName("summary")]
    public string? Summary { get; set; }

    /// <summary>transparent where the event does not block time.</summary>
    [JsonPropertyName("transparency")]
    public string? Transparency { get; set; }

    /// <summary>default, public, private or confidential.</summary>
    [JsonPropertyName("visibility")]
    public string? Visibility { get; set; }

    internal sealed class OrganizerData
    {
        [JsonPropertyName("displayName")]
        public string? DisplayName { get; set; }

        [JsonPropertyName("email")]
        public string? Email { get; set; }

        [JsonPropertyName("self")]
        public bool? Self { get; set; }
    }
}

/// <summary>A date for an all-day event, else a date-time with offset.</summary>
internal sealed class EventDateTime
{
    [JsonPropertyName("date")]
    public string? Date { get; set; }

    [JsonPropertyName("dateTime")]
    public string? DateTimeRaw { get; set; }
}

internal sealed class EventAttendee
{
    [JsonPropertyName("displayName")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("email")]
    public string? Email { get; set; }

    [JsonPropertyName("resource")]
    public bool? Resource { get; set; }

    /// <summary>needsAction, declined, tentative or accepted.</summary>
    [JsonPropertyName("responseStatus")]
    public string? ResponseStatus { get; set; }

    [JsonPropertyName("self")]
    public bool? Self { get; set; }
}

internal sealed class ConferenceData
{
    [JsonPropertyName("entryPoints")]
    public IList<EntryPoint>? EntryPoints { get; set; }
}

internal sealed class EntryPoint
{
    /// <summary>video, phone, sip or more.</summary>
    [JsonPropertyName("entryPointType")]
    public string? EntryPointType { get; set; }

    [JsonPropertyName("uri")]
    public string? Uri { get; set; }
}
