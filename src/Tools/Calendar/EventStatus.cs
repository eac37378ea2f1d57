using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Calendar;

[JsonConverter(typeof(JsonStringEnumConverter<EventStatus>))]
internal enum EventStatus
{
    [JsonStringEnumMemberName("confirmed")] Confirmed,
    [JsonStringEnumMemberName("tentative")] Tentative,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}
