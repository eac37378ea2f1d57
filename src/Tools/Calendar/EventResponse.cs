using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>What an invited person answered.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventResponse>))]
internal enum EventResponse
{
    [JsonStringEnumMemberName("organizer")] Organizer,
    [JsonStringEnumMemberName("accepted")] Accepted,
    [JsonStringEnumMemberName("tentative")] Tentative,
    [JsonStringEnumMemberName("declined")] Declined,
    [JsonStringEnumMemberName("needs_action")] NeedsAction,
}
