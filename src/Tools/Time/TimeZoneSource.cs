using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Time;

/// <summary>Why a result is in its zone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TimeZoneSource>))]
internal enum TimeZoneSource
{
    /// <summary>The caller named it.</summary>
    [JsonStringEnumMemberName("argument")] Argument,

    /// <summary>The user set it up, for their calendar at Google or their mailbox at Microsoft.</summary>
    [JsonStringEnumMemberName("calendar")] Calendar,

    /// <summary>Most of the user's own events are written in it: Graph tells the user's zone only to MailboxSettings.Read.</summary>
    [JsonStringEnumMemberName("events")] Events,

    /// <summary>Nothing tells the user's zone.</summary>
    [JsonStringEnumMemberName("default_utc")] DefaultUtc,
}
