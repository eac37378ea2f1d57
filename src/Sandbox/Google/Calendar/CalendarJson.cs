using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Calendar;

internal static class CalendarJson
{
    public static JsonObject Calendar(WorldCalendar calendar) => new()
    {
        ["kind"] = "calendar#calendar",
        ["etag"] = ETag([calendar.Id, calendar.Name]),
        ["id"] = calendar.Id,
        ["summary"] = calendar.Name,
        ["timeZone"] = calendar.TimeZone,
        ["conferenceProperties"] = Conferences(),
    };

    public static JsonObject Entry(WorldCalendar calendar)
    {
        var entry = new JsonObject
        {
            ["kind"] = "calendar#calendarListEntry",
            ["etag"] = ETag([calendar.Id, calendar.Name, "entry"]),
            ["id"] = calendar.Id,
            ["summary"] = calendar.Name,
            ["timeZone"] = calendar.TimeZone,
            ["colorId"] = calendar.IsPrimary ? "14" : "7",
            ["backgroundColor"] = calendar.IsPrimary ? "#9fe1e7" : "#42d692",
            ["foregroundColor"] = "#000000",
            ["selected"] = true,
            ["accessRole"] = AccessRole(calendar),
            ["defaultReminders"] = new JsonArray(),
            ["conferenceProperties"] = Conferences(),
        };
        if (calendar.IsPrimary) entry["primary"] = true;
        return entry;
    }

    public static string AccessRole(WorldCalendar calendar) => calendar.CanWrite ? "owner" : "reader";

    /// <summary>A quoted tag, as Google's: the quotes are part of the value in the JSON too.</summary>
    public static string ETag(IEnumerable<string> state)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', state)));
        return $"\"{BitConverter.ToUInt64(hash) >> 1}\"";
    }

    private static JsonObject Conferences() => new() { ["allowedConferenceSolutionTypes"] = new JsonArray("hangoutsMeet") };
}
