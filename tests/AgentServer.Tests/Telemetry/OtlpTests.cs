using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Telemetry;

/// <summary>Traces, metrics and logs reach a collector where one is configured, without what passed through the server.</summary>
public sealed class OtlpTests
{
    private static readonly string[] Secrets = ["hush-query", "eyJ", "ya29.", "ada.moreau@", "ada@acme.example"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_collector_gets_all_three_signals_and_no_secret()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await StartCollectorAsync(received);
        await using (var product = await SandboxProduct.StartAsync(
            new SandboxProductOptions
            {
                AgentServerSettings = new Dictionary<string, string?>
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address(collector),
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                },
            },
            Cancelled))
        {
            var tokens = await SignIn.AsAdaAsync(product, "mail:read", Cancelled);
            await using var client = await AgentClient.ConnectAsync(product.McpUrl, tokens.AccessToken, RawMcp.Newest, Cancelled);
            await client.CallAsync("mail_search_messages", new { query = "hush-query" }, Cancelled);
        }

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], received.Keys.Order());
        Assert.Contains("token_vault.exchange", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("mail_search_messages", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("token_vault.cache.lookups", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.All(Secrets, secret => Assert.DoesNotContain(received.Values, body => body.Contains(secret, StringComparison.Ordinal)));
    }

    internal static async Task<WebApplication> StartCollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.AddOrUpdate(context.Request.Path, Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
        });
        await app.StartAsync(Cancelled);
        return app;
    }

    internal static string Address(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}
