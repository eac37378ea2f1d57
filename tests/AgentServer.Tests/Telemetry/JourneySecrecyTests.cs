using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TokenVaultAgent.AgentServer.Tests.Approvals;
using TokenVaultAgent.AgentServer.Tests.Connections;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Telemetry;

/// <summary>
/// A link is as good as its owner's word until it is used, and a code as good as a login: neither is in logs or traces, nor is what was
/// decided on, though an operator asks every part of the server for all that it can say.
/// </summary>
public sealed class JourneySecrecyTests : IAsyncLifetime
{
    private readonly FakeLogCollector _log = new();
    private readonly ConcurrentDictionary<string, string> _exported = new();
    private WebApplication _collector = null!;

    public async ValueTask InitializeAsync() => _collector = await OtlpTests.StartCollectorAsync(_exported);

    public ValueTask DisposeAsync() => _collector.DisposeAsync();

    [Fact]
    public async Task No_link_address_code_or_form_is_logged_or_traced_at_any_level()
    {
        string[] secrets;
        await using (var desk = await Desk.OpenAsync(new Chat(await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                ConfigureAgentServer = builder => builder.Logging.AddProvider(new FakeLoggerProvider(_log)).SetMinimumLevel(LogLevel.Trace),
                AgentServerSettings = new Dictionary<string, string?>
                {
                    ["Consent:MaxWait"] = "00:00:00",
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = OtlpTests.Address(_collector),
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                    ["Logging:LogLevel:Default"] = "Trace",
                    ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
                    ["Logging:LogLevel:Microsoft.AspNetCore.Routing.Matching"] = "Trace",
                    ["Logging:LogLevel:ModelContextProtocol.Server"] = "Trace",
                    ["Logging:LogLevel:System.Net.Http.HttpClient.auth0"] = "Trace",
                    ["Logging:Console:LogLevel:Default"] = "Trace",
                },
            },
            TestContext.Current.CancellationToken))))
        {
            var approval = await desk.AskAsync(Desk.Mail(subject: "hush-subject", body: "hush-body"));
            await desk.DecideAsync(approval, Desk.Approve);
            await desk.SendAsync(Desk.Mail(subject: "hush-subject", body: "hush-body"));
            await using var dev = await desk.Chat.AgentAsync(Chat.Dev);
            var connection = Chat.Link(await dev.FailAsync("calendar_list_events", new { }, TestContext.Current.CancellationToken));
            using var person = desk.Chat.Person(Chat.Dev, "dev-google");
            await person.BrowseAsync(connection, TestContext.Current.CancellationToken);
            await dev.CallAsync("calendar_list_events", new { }, TestContext.Current.CancellationToken);
            secrets = [approval.Segments[^1], connection.Segments[^1], "hush-subject", "hush-body", "eyJ", "ben@acme.example", "ada@acme.example", "__RequestVerificationToken"];
        }

        string[] told = [.. _log.GetSnapshot().Select(r => $"{r.Category} {r.Message} {r.Exception} {string.Join(' ', r.StructuredState ?? [])}"), .. _exported.Values];
        Assert.Contains(told, text => text.Contains("TokenVaultAgent", StringComparison.Ordinal));
        Assert.Contains("/approve/{id}", _exported["/v1/traces"], StringComparison.Ordinal);
        foreach (var secret in secrets)
            Assert.Empty(Around(told, Regex.Escape(secret)));
        Assert.Empty(Around(told, "[?&](code|connect_code|state)="));
    }

    /// <summary>Where it stands in what was told, with some of what is around it.</summary>
    private static IEnumerable<string> Around(IEnumerable<string> told, string secret)
    {
        var pattern = new Regex(secret, RegexOptions.IgnoreCase);
        foreach (var text in told)
            if (pattern.Match(text) is { Success: true } found)
                yield return text[Math.Max(found.Index - 200, 0)..Math.Min(found.Index + found.Length + 200, text.Length)];
    }
}
