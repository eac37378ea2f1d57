using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenVaultAgent.AgentServer;
using TokenVaultAgent.Browser.Tests.Fronts;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>Two servers on one database behind a load balancer, which sends each request to the one that the test says.</summary>
public sealed class Replicas : IAsyncLifetime
{
    private readonly DirectoryInfo _storage = Directory.CreateTempSubdirectory("browser-tests-");
    private RoundRobinFront _front = null!;
    private SandboxProduct _product = null!;
    private WebApplication _replica = null!;

    public SandboxHost Sandbox => _product.Sandbox;

    /// <summary>The MCP endpoint behind the load balancer.</summary>
    public Uri McpUrl { get; private set; } = null!;

    private Uri First => _product.McpUrl;

    private Uri Second => new(_replica.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        _front = await RoundRobinFront.StartAsync(TestContext.Current.CancellationToken);
        McpUrl = new Uri(_front.Url, "mcp");
        var database = Path.Combine(_storage.FullName, "agent.db");
        _product = await SandboxProduct.StartAsync(new SandboxProductOptions
        {
            StoragePath = database,
            AgentServerSettings = new Dictionary<string, string?> { ["Mcp:PublicUrl"] = McpUrl.ToString(), ["Auth0:Audience"] = McpUrl.ToString() },
        });
        _product.Sandbox.Tenant.SetAgentServer(McpUrl);
        var settings = SandboxProduct.AgentServerSettings(_product.Sandbox, McpUrl);
        settings["Storage:ConnectionString"] = $"Data Source={database}";
        _replica = AgentServerHost.Build([], builder =>
        {
            builder.Environment.EnvironmentName = Environments.Development;
            builder.Configuration.Sources.Clear();
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        });
        await _replica.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        await _replica.DisposeAsync();
        await _product.DisposeAsync();
        _storage.Delete(recursive: true);
    }

    /// <summary>From now on the first alone is asked.</summary>
    public void AskFirst() => _front.ForwardTo(First);

    /// <summary>From now on the second alone is asked.</summary>
    public void AskSecond() => _front.ForwardTo(Second);

    /// <summary>From now on they are asked in turn.</summary>
    public void AskInTurn() => _front.ForwardTo(First, Second);
}
