using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Calendar;

/// <summary>An RRULE as Graph's <c>patternedRecurrence</c>: learn.microsoft.com/graph/api/resources/recurrencepattern.</summary>
internal static class Patterns
{
    private static readonly Dictionary<string, string> Days = new()
    {
        ["MO"] = "monday",
        ["TU"] = "tuesday",
        ["WE"] = "wednesday",
        ["TH"] = "thursday",
        ["FR"] = "friday",
        ["SA"] = "saturday",
        ["SU"] = "sunday",
    };

    private static readonly Dictionary<string, string> Indexes = new()
    {
        ["1"] = "first",
        ["2"] = "second",
        ["3"] = "third",
        ["4"] = "fourth",
        ["-1"] = "last",
    };

    public static JsonObject ToJson(string rule, EventTime start)
    {
        var parts = rule.Split(';').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[^1]);
        return new JsonObject { ["pattern"] = Pattern(parts, start), ["range"] = Range(parts, start) };
    }

    private static JsonObject Pattern(Dictionary<string, string> parts, EventTime start)
    {
        var days = (parts.GetValueOrDefault("BYDAY") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var index = days.Length > 0 ? days[0][..^2].TrimStart('+') : "";
        return new JsonObject
        {
            ["type"] = parts["FREQ"] switch
            {
                "DAILY" => "daily",
                "WEEKLY" => "weekly",
                "MONTHLY" => days.Length > 0 ? "relativeMonthly" : "absoluteMonthly",
                _ => days.Length > 0 ? "relativeYearly" : "absoluteYearly",
            },
            ["interval"] = Number(parts.GetValueOrDefault("INTERVAL"), 1),
            ["month"] = parts["FREQ"] == "YEARLY" ? Number(parts.GetValueOrDefault("BYMONTH"), start.Date.Month) : 0,
            ["dayOfMonth"] = parts["FREQ"] is "MONTHLY" or "YEARLY" && days.Length == 0
                ? Number(parts.GetValueOrDefault("BYMONTHDAY"), start.Date.Day)
                : 0,
            ["daysOfWeek"] = new JsonArray([.. days.Select(d => (JsonNode)Days[d[^2..]])]),
            ["firstDayOfWeek"] = "sunday",
            ["index"] = Indexes.GetValueOrDefault(index, "first"),
        };
    }

    private static JsonObject Range(Dictionary<string, string> parts, EventTime start)
    {
        var (count, until) = (parts.GetValueOrDefault("COUNT"), parts.GetValueOrDefault("UNTIL"));
        return new JsonObject
        {
            ["type"] = count is not null ? "numbered" : until is not null ? "endDate" : "noEnd",
            ["startDate"] = LocalDatePattern.Iso.Format(start.Date),
            ["endDate"] = until is null ? "0001-01-01" : $"{until[..4]}-{until[4..6]}-{until[6..8]}",
            ["recurrenceTimeZone"] = start.TimeZone,
            ["numberOfOccurrences"] = Number(count, 0),
        };
    }

    private static int Number(string? text, int standard) => text is null ? standard : int.Parse(text, CultureInfo.InvariantCulture);
}
