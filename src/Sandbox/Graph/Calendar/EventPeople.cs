using System.Text.Json.Nodes;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Calendar;

/// <summary>Organizer, attendees and their answers: learn.microsoft.com/graph/api/resources/responsestatus.</summary>
internal static class EventPeople
{
    public static bool IsOrganizer(ProviderAccount account, WorldEvent source) => Same(source.OrganizerAddress, account.Address);

    public static string ShowAs(ProviderAccount account, WorldEvent source) => source.ShowsAsFree ? "free"
        : Own(account, source)?.Response is "tentative" or "needsAction" ? "tentative"
        : "busy";

    public static void Add(JsonObject json, ProviderAccount account, WorldEvent source)
    {
        var own = IsOrganizer(account, source) ? "organizer" : Word(Own(account, source)?.Response);
        json["responseStatus"] = Status(own, source);
        json["attendees"] = new JsonArray([.. source.Attendees.Where(a => !Same(a.Address, source.OrganizerAddress)).Select(a => new JsonObject
        {
            ["type"] = a.Optional ? "optional" : "required",
            ["status"] = Status(a.Response == "needsAction" ? "none" : Word(a.Response), source),
            ["emailAddress"] = Person(a.Name ?? a.Address, a.Address),
        })]);
        var name = IsOrganizer(account, source)
            ? account.DisplayName
            : source.Attendees.Find(a => Same(a.Address, source.OrganizerAddress))?.Name ?? source.OrganizerAddress;
        json["organizer"] = new JsonObject { ["emailAddress"] = Person(name, source.OrganizerAddress) };
    }

    private static JsonObject Status(string response, WorldEvent source) => new()
    {
        ["response"] = response,
        // Who has not answered has the zero of .NET's DateTime.
        ["time"] = response is "accepted" or "declined" or "tentativelyAccepted"
            ? InstantPattern.ExtendedIso.Format(source.Updated)
            : "0001-01-01T00:00:00Z",
    };

    private static string Word(string? response) => response switch
    {
        "accepted" => "accepted",
        "declined" => "declined",
        "tentative" => "tentativelyAccepted",
        "needsAction" => "notResponded",
        _ => "none",
    };

    private static WorldAttendee? Own(ProviderAccount account, WorldEvent source) =>
        source.Attendees.Find(a => Same(a.Address, account.Address));

    private static JsonObject Person(string name, string address) => new() { ["name"] = name, ["address"] = address };

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
