using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Tests.Calendar;

public sealed class CalendarToolsTests
{
    private static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    [Fact]
    public void The_tool_shows_its_arguments_and_none_of_its_services()
    {
        var schema = JsonNode.Parse(Tool().ProtocolTool.InputSchema.GetRawText())!;

        Assert.Equal(
            ["account", "calendar", "cursor", "description_chars", "from", "limit", "query", "time_zone", "to"],
            schema["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Null(schema["required"]);
    }

    [Fact]
    public void The_result_names_what_others_wrote()
    {
        var schema = Tool().ProtocolTool.OutputSchema!.Value.GetRawText();

        Assert.Contains("untrusted_content", schema, StringComparison.Ordinal);
        Assert.Contains("next_cursor", schema, StringComparison.Ordinal);
        Assert.DoesNotContain("UntrustedContent", schema, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_says_that_it_only_reads()
    {
        var tool = Tool().ProtocolTool;

        Assert.Equal(("calendar_list_events", "List calendar events"), (tool.Name, tool.Title));
        Assert.Equal(
            (true, false, true, true),
            (tool.Annotations!.ReadOnlyHint, tool.Annotations.DestructiveHint, tool.Annotations.IdempotentHint, tool.Annotations.OpenWorldHint));
    }

    private static McpServerTool Tool() => McpServerTool.Create(
        typeof(CalendarTools).GetMethod(nameof(CalendarTools.ListEventsAsync))!,
        _ => throw new InvalidOperationException("Not called."),
        new McpServerToolCreateOptions
        {
            SerializerOptions = SnakeCase,
            Services = new ServiceCollection().AddScoped<Caller>(_ => throw new InvalidOperationException("Not called.")).BuildServiceProvider(),
        });
}
