using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Benchmarks;

/// <summary>One tool at one provider, asked the same of this server and of the baseline.</summary>
/// <param name="Arguments">The call's.</param>
/// <param name="Marker">Stands at the end of every good answer.</param>
internal sealed record Workload(string Name, string Tool, string Provider, JsonObject Arguments, string Marker)
{
    public const string Google = "google";
    public const string Microsoft = "microsoft";
    public const string CalendarTool = "calendar_list_events";
    public const string MailTool = "mail_search_messages";

    /// <summary>What all of them need of the caller's token.</summary>
    public const string Scopes = "calendar:read mail:read";

    public static readonly IReadOnlyList<Workload> All =
    [
        Calendar(Google), Calendar(Microsoft), Mail(Google), Mail(Microsoft),
    ];

    /// <summary>The request as clients of the 2026-07-28 revision send it.</summary>
    public byte[] Body { get; } = Encoding.UTF8.GetBytes(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = 1,
        ["method"] = "tools/call",
        ["params"] = new JsonObject
        {
            ["name"] = Tool,
            ["arguments"] = Arguments.DeepClone(),
            ["_meta"] = new JsonObject
            {
                ["io.modelcontextprotocol/protocolVersion"] = Load.Revision,
                ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "load", ["version"] = "1" },
                ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
            },
        },
    }.ToJsonString(new JsonSerializerOptions(JsonSerializerDefaults.Web)));

    private static Workload Calendar(string provider) => new(
        $"{CalendarTool}, {provider}", CalendarTool, provider,
        new JsonObject { ["from"] = "2026-03-02T00:00:00Z", ["to"] = "2026-03-06T00:00:00Z", ["time_zone"] = "Europe/Paris", ["account"] = provider },
        $"{StaticProviders.Title} {StaticProviders.Events - 1}");

    private static Workload Mail(string provider) => new(
        $"{MailTool}, {provider}", MailTool, provider,
        new JsonObject { ["query"] = StaticProviders.Title, ["folder"] = "inbox", ["limit"] = StaticProviders.Mails, ["account"] = provider },
        $"{StaticProviders.Title} {StaticProviders.Mails - 1}");
}
