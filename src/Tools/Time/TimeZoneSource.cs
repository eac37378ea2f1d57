using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Time;

/// <summary>Why a result is in its zone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TimeZoneSource>))]
internal enum TimeZoneSource
{
    /// <summary>The caller named it.</summary>
    [JsonStringEnumMemberName("argument")] Argument,

    /// <summary>It is the zone of the user's calendar.</summary>
    [JsonStringEnumMemberName("calendar")] Calendar,

    /// <summary>No provider says the user's zone to this permission: Graph tells it only to MailboxSettings.Read.</summary>
    [JsonStringEnumMemberName("default_utc")] DefaultUtc,
}
