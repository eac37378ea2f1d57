using System.Text.Json.Nodes;
using TimeZoneConverter;
using TokenVaultAgent.Sandbox.Graph.OData;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>What the user set up for their mailbox: learn.microsoft.com/graph/api/user-get-mailboxsettings.</summary>
internal static class MailboxSettings
{
    private const string Type = "microsoft.graph.mailboxSettings";

    public static GraphAnswer Get(GraphCall call)
    {
        var zone = WindowsZone(call);
        JsonObject settings = new()
        {
            ["archiveFolder"] = "archive",
            ["timeZone"] = zone,
            ["delegateMeetingMessageDeliveryOptions"] = "sendToDelegateOnly",
            ["dateFormat"] = "yyyy-MM-dd",
            ["timeFormat"] = "HH:mm",
            ["userPurpose"] = "user",
            ["automaticRepliesSetting"] = new JsonObject
            {
                ["status"] = "disabled",
                ["externalAudience"] = "none",
                ["internalReplyMessage"] = "",
                ["externalReplyMessage"] = "",
            },
            ["language"] = new JsonObject { ["locale"] = "en-US", ["displayName"] = "English (United States)" },
            ["workingHours"] = new JsonObject
            {
                ["daysOfWeek"] = new JsonArray("monday", "tuesday", "wednesday", "thursday", "friday"),
                ["startTime"] = "08:00:00.0000000",
                ["endTime"] = "17:00:00.0000000",
                ["timeZone"] = new JsonObject { ["name"] = zone },
            },
        };
        string[] properties = [.. settings.Select(p => p.Key)];
        var select = Select.Parse(call.Option("select"), Type, properties);
        return select.Entity(select.Apply(settings, properties), $"{call.UserContext}/mailboxSettings");
    }

    public static GraphAnswer GetTimeZone(GraphCall call) => new JsonObject
    {
        ["@odata.context"] = $"{call.UserContext}/mailboxSettings/timeZone",
        ["value"] = WindowsZone(call),
    };

    /// <summary>Windows' names are the default of a mailbox server.</summary>
    private static string WindowsZone(GraphCall call) => TZConvert.IanaToWindows(call.Account.TimeZone);
}
