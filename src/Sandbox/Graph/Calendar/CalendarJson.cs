using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Calendar;

/// <summary>learn.microsoft.com/graph/api/resources/calendar.</summary>
internal static class CalendarJson
{
    public const string Type = "microsoft.graph.calendar";

    public static readonly IReadOnlyList<string> Properties =
    [
        "id", "name", "color", "hexColor", "isDefaultCalendar", "changeKey", "canShare", "canViewPrivateItems", "canEdit",
        "allowedOnlineMeetingProviders", "defaultOnlineMeetingProvider", "isTallyingResponses", "isRemovable", "owner",
    ];

    public static JsonObject Of(ProviderAccount account, WorldCalendar calendar) => new()
    {
        ["id"] = calendar.Id,
        ["name"] = calendar.Name,
        ["color"] = "auto",
        ["hexColor"] = "",
        ["isDefaultCalendar"] = calendar.IsPrimary,
        ["changeKey"] = ChangeKey.Of(calendar.Id, 1),
        ["canShare"] = calendar.CanWrite,
        ["canViewPrivateItems"] = true,
        ["canEdit"] = calendar.CanWrite,
        ["allowedOnlineMeetingProviders"] = new JsonArray("teamsForBusiness"),
        ["defaultOnlineMeetingProvider"] = "teamsForBusiness",
        ["isTallyingResponses"] = calendar.IsPrimary,
        ["isRemovable"] = !calendar.IsPrimary,
        ["owner"] = new JsonObject { ["name"] = account.DisplayName, ["address"] = account.Address },
    };
}
