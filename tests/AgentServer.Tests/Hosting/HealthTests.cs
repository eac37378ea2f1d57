using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Hosting;

/// <summary><c>/readyz</c> says what is not well, and the log says why.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    private readonly FakeLogCollector _log = new();
    private SandboxProduct _product = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _product = await SandboxProduct.StartAsync(new SandboxProductOptions
    {
        ConfigureAgentServer = builder => builder.Logging.AddProvider(new FakeLoggerProvider(_log)),
    });

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    [Fact]
    public async Task A_server_that_can_work_says_so() => Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync("readyz"));

    [Fact]
    public async Task Without_the_tenants_keys_it_is_not_ready_and_the_log_says_why()
    {
        _product.Sandbox.Faults.Add(new FaultRule { Service = "auth0", Kind = FaultKind.Status, Status = 503, Path = "/.well-known" });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy: signing keys"), await AskAsync("readyz"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync("healthz"));
        Assert.Contains(_log.GetSnapshot(), entry => entry.Level >= LogLevel.Warning && entry.Message.Contains("The tenant's signing keys cannot be had", StringComparison.Ordinal));
    }

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(_product.McpUrl, "./" + path), Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }
}
