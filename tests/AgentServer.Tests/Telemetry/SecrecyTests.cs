using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Telemetry;

/// <summary>What passes through the server stays out of its logs and traces, when all goes well and when nothing does.</summary>
[Collection(nameof(ListensToAll))]
public sealed class SecrecyTests
{
    private static readonly string[] Ben = ["ben@acme.example"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(FaultKind.Status)]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.Garbage)]
    public async Task No_token_address_or_word_of_a_mail_is_logged_or_traced(FaultKind? fault)
    {
        var log = new FakeLogCollector();
        var traced = new ConcurrentQueue<string>();
        using var listener = Listen(traced);
        await using var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                ConfigureAgentServer = builder =>
                {
                    builder.Logging.AddProvider(new FakeLoggerProvider(log)).SetMinimumLevel(LogLevel.Debug);
                    builder.Services.AddSingleton<TimeProvider>(new HurriedTime());
                },
                AgentServerSettings = new Dictionary<string, string?>([.. Patient.Settings, .. Unasked.Settings]),
            },
            Cancelled);
        if (fault is { } kind)
            foreach (var service in new[] { "google", "graph", "auth0" })
                product.Sandbox.Faults.Add(new FaultRule { Service = service, Kind = kind, Path = service == "auth0" ? "/oauth/token" : null, Times = 3 });
        var token = await SignInAsync(product);
        await using var client = await AgentClient.ConnectAsync(product.McpUrl, token, RawMcp.Newest, Cancelled);

        foreach (var (tool, arguments) in Calls())
            await client.CallToolAsync(tool, arguments, cancellationToken: Cancelled);

        string[] told = [.. log.GetSnapshot().Select(r => $"{r.Message} {r.Exception} {string.Join(' ', r.StructuredState ?? [])}"), .. traced];
        Assert.NotEmpty(told);
        foreach (var secret in new[] { token, "eyJ", "ya29.", "EwB", "masterKey" })
            Assert.DoesNotContain(told, text => text.Contains(secret, StringComparison.Ordinal));
        foreach (var secret in new[] { "hush-subject", "hush-body", "hush-query", "ben@acme.example", "ada.moreau@", "sandbox-secret" })
            Assert.DoesNotContain(told, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("connect/callback?connect_code=hush-code&state=hush-state")]
    [InlineData("signin/callback?code=hush-code&state=hush-state")]
    public async Task No_code_of_a_callback_is_logged(string callback)
    {
        var log = new FakeLogCollector();
        await using var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                ConfigureAgentServer = builder => builder.Logging.AddProvider(new FakeLoggerProvider(log)).SetMinimumLevel(LogLevel.Information),
            },
            Cancelled);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var answer = await http.GetAsync(new Uri(product.McpUrl, callback), Cancelled);

        var told = log.GetSnapshot().Select(r => $"{r.Message} {r.Exception} {string.Join(' ', r.StructuredState ?? [])}");
        Assert.DoesNotContain(told, text => text.Contains("hush-", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Tool, Dictionary<string, object?> Arguments)> Calls()
    {
        foreach (var account in new[] { "google", "microsoft" })
        {
            yield return ("mail_send_message", new() { ["account"] = account, ["to"] = Ben, ["subject"] = "hush-subject", ["body"] = "hush-body" });
            yield return ("mail_search_messages", new() { ["account"] = account, ["query"] = "hush-query" });
            yield return ("calendar_list_events", new() { ["account"] = account, ["query"] = "hush-query" });
            yield return ("mail_read_message", new() { ["account"] = account, ["message_id"] = "hush-body" });
        }
    }

    private static async Task<string> SignInAsync(SandboxProduct product)
    {
        // The fault at Auth0 is for the exchange, not for the login.
        var faults = product.Sandbox.Faults.List().Select(f => f.Rule).ToList();
        product.Sandbox.Faults.Clear();
        var tokens = await SignIn.AsAdaAsync(product, "calendar:read mail:read mail:send", Cancelled);
        foreach (var fault in faults)
            product.Sandbox.Faults.Add(fault);
        return tokens.AccessToken;
    }

    private static ActivityListener Listen(ConcurrentQueue<string> traced)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("TokenVaultAgent", StringComparison.Ordinal)
                || source.Name.Contains("ModelContextProtocol", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {activity.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
