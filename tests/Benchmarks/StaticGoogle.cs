using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Benchmarks;

/// <summary>Google's answers from memory, so that the provider costs both servers the same and next to nothing.</summary>
internal static class StaticGoogle
{
    private const int Events = 25;

    public static async Task RunAsync(string url, string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var events = EventPage(address);
        var user = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["sub"] = "100000000000000000001",
            ["email"] = address,
            ["email_verified"] = true,
        }.ToJsonString());
        app.MapGet("/v1/userinfo", () => Results.Bytes(user, "application/json"));
        app.MapGet("/calendar/v3/calendars/{id}/events", () => Results.Bytes(events, "application/json; charset=UTF-8"));
        await app.RunAsync();
    }

    /// <summary>A page as Calendar v3 sends it, with the members that a full answer has.</summary>
    private static byte[] EventPage(string address)
    {
        var items = Enumerable.Range(0, Events).Select(i => (JsonNode)new JsonObject
        {
            ["kind"] = "calendar#event",
            ["etag"] = $"\"33{i:D14}\"",
            ["id"] = $"bench{i:D4}abcdefghijklmnop",
            ["status"] = "confirmed",
            ["htmlLink"] = $"https://www.google.com/calendar/event?eid={i:D40}",
            ["created"] = "2026-01-05T09:00:00.000Z",
            ["updated"] = "2026-01-06T09:00:00.000Z",
            ["summary"] = $"Planning round {i}",
            ["description"] = "<p>Agenda: <b>figures</b>, hiring and the offsite. Bring the sheet from last time.</p>",
            ["location"] = "Rue de Rivoli 12, Paris",
            ["creator"] = new JsonObject { ["email"] = address, ["self"] = true },
            ["organizer"] = new JsonObject { ["email"] = address, ["self"] = true },
            ["start"] = new JsonObject { ["dateTime"] = $"2026-03-{2 + i / 8:D2}T{8 + i % 8:D2}:00:00+01:00", ["timeZone"] = "Europe/Paris" },
            ["end"] = new JsonObject { ["dateTime"] = $"2026-03-{2 + i / 8:D2}T{8 + i % 8:D2}:30:00+01:00", ["timeZone"] = "Europe/Paris" },
            ["iCalUID"] = $"bench{i:D4}@google.com",
            ["sequence"] = 0,
            ["attendees"] = new JsonArray(
                new JsonObject { ["email"] = address, ["self"] = true, ["organizer"] = true, ["responseStatus"] = "accepted" },
                new JsonObject { ["email"] = "ben.okafor@gmail.example", ["responseStatus"] = "needsAction" }),
            ["reminders"] = new JsonObject { ["useDefault"] = true },
            ["eventType"] = "default",
        });
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["kind"] = "calendar#events",
            ["etag"] = "\"p33c\"",
            ["summary"] = address,
            ["updated"] = "2026-01-06T09:00:00.000Z",
            ["timeZone"] = "Europe/Paris",
            ["accessRole"] = "owner",
            ["items"] = new JsonArray([.. items]),
        });
    }
}
