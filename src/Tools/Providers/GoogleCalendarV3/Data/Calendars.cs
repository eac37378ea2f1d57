using Newtonsoft.Json;

namespace TokenVaultAgent.Tools.Providers.GoogleCalendarV3.Data;

internal sealed class Calendar
{
    [JsonProperty("timeZone")]
    public string? TimeZone { get; set; }
}

internal sealed class CalendarList
{
    [JsonProperty("items")]
    public IList<CalendarListEntry>? Items { get; set; }

    [JsonProperty("nextPageToken")]
    public string? NextPageToken { get; set; }
}

internal sealed class CalendarListEntry
{
    [JsonProperty("id")]
    public string? Id { get; set; }

    [JsonProperty("primary")]
    public bool? Primary { get; set; }

    [JsonProperty("summary")]
    public string? Summary { get; set; }

    /// <summary>The name that this user gave the calendar.</summary>
    [JsonProperty("summaryOverride")]
    public string? SummaryOverride { get; set; }
}
