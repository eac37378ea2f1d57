using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Providers.GoogleCalendarV3.Data;

internal sealed class Calendar
{
    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; set; }
}

internal sealed class CalendarList
{
    [JsonPropertyName("items")]
    public IList<CalendarListEntry>? Items { get; set; }

    [JsonPropertyName("nextPageToken")]
    public string? NextPageToken { get; set; }
}

internal sealed class CalendarListEntry
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("primary")]
    public bool? Primary { get; set; }

    [JsonPropertyName("summary")]
    public string? Summary { get; set; }

    /// <summary>The name that this user gave the calendar.</summary>
    [JsonPropertyName("summaryOverride")]
    public string? SummaryOverride { get; set; }
}
