using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Telemetry;

/// <summary>An operator sees one line for each call, and one at the start.</summary>
public sealed class CallJournalTests
{
    [Fact]
    public async Task Each_call_is_one_line_with_its_outcome()
    {
        var log = new FakeLogCollector();
        await using var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                AgentServerSettings = new Dictionary<string, string?> { ["Consent:MaxWait"] = "00:00:00" },
                ConfigureAgentServer = builder => builder.Logging.AddProvider(new FakeLoggerProvider(log)),
            },
            TestContext.Current.CancellationToken);
        var token = (await SignIn.AsAdaAsync(product, "calendar:read mail:send", TestContext.Current.CancellationToken)).AccessToken;

        foreach (var (tool, arguments) in new[]
        {
            ("calendar_list_events", "{}"), ("calendar_list_events", """{"limit":0}"""), ("mail_search_messages", "{}"),
            ("mail_send_message", """{"account":"google","to":["ben@acme.example"],"subject":"Hush","body":"Hush"}"""), ("no_such_tool", "{}"),
        })
            await RawMcp.SendAsync(RawMcp.Call(product.McpUrl, token, tool, arguments));

        var lines = log.GetSnapshot().Where(r => r.Id.Id == 201).Select(r => r.StructuredState!.ToDictionary(s => s.Key, s => s.Value)).ToList();
        Assert.Equal(
            ["calendar_list_events ok", "calendar_list_events invalid_input", "mail_search_messages step_up_required", "mail_send_message approval_required", "unknown protocol_error"],
            lines.Select(line => $"{line["Tool"]} {line["Outcome"]}"));
        Assert.All(lines, line => Assert.Matches("^[0-9a-f]{12}$", line["User"]));
        Assert.Contains(log.GetSnapshot(), r => r.Id.Id == 100 && r.Message.StartsWith($"Serving {product.McpUrl}; pages: ", StringComparison.Ordinal));
        // Besides steps of approvals, nothing else was said.
        Assert.All(log.GetSnapshot().Where(r => r.Level == LogLevel.Information && r.Timestamp >= log.GetSnapshot().First(l => l.Id.Id == 201).Timestamp), r =>
            Assert.StartsWith("TokenVaultAgent.", r.Category, StringComparison.Ordinal));
    }
}
