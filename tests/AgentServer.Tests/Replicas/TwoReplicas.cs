using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using TokenVaultAgent.Browser.Tests.Fronts;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.AgentServer.Tests.Replicas;

/// <summary>Two agent servers on one store, behind one address and without affinity.</summary>
internal sealed class TwoReplicas : IAsyncDisposable
{
    private readonly RoundRobinFront _front;
    private readonly List<WebApplication> _replicas;

    private TwoReplicas(SandboxHost sandbox, RoundRobinFront front, List<WebApplication> replicas) =>
        (Sandbox, _front, _replicas) = (sandbox, front, replicas);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public SandboxHost Sandbox { get; }

    /// <summary>The one address.</summary>
    public Uri McpUrl => new(_front.Url, "mcp");

    /// <param name="storage">The settings of the store.</param>
    public static async Task<TwoReplicas> StartAsync(IReadOnlyDictionary<string, string?> storage)
    {
        var sandbox = await SandboxHost.StartAsync(new SandboxOptions(), Cancelled);
        var front = await RoundRobinFront.StartAsync(Cancelled);
        var mcpUrl = new Uri(front.Url, "mcp");
        sandbox.Tenant.SetAgentServer(mcpUrl);
        var settings = SandboxProduct.AgentServerSettings(sandbox, mcpUrl);
        foreach (var (key, value) in storage)
            settings[key] = value;

        var replicas = new List<WebApplication>();
        for (var i = 0; i < 2; i++)
        {
            var replica = AgentServerHost.Build([], builder =>
            {
                builder.Environment.EnvironmentName = Environments.Development;
                builder.Configuration.Sources.Clear();
                builder.Configuration.AddInMemoryCollection(settings);
                builder.Logging.ClearProviders();
                builder.WebHost.UseUrls("http://127.0.0.1:0");
            });
            await replica.StartAsync(Cancelled);
            replicas.Add(replica);
        }

        front.ForwardTo([.. replicas.Select(replica => new Uri(replica.Urls.Single()))]);
        return new TwoReplicas(sandbox, front, replicas);
    }

    /// <summary>An agent of the user that talks to one replica alone.</summary>
    public Task<McpClient> AgentOfAsync(int replica, string accessToken) => AgentClient.ConnectAsync(
        new Uri(new Uri(_replicas[replica].Urls.Single()), "mcp"), accessToken, RawMcp.Newest, Cancelled);

    public async Task<string> TokenAsync(string email) =>
        (await SignIn.AsAsync(Sandbox, McpUrl, email, "calendar:read mail:read mail:send", Cancelled)).AccessToken;

    public Person Person(string email, string? providerAccount = null)
    {
        var person = global::TokenVaultAgent.Sandbox.People.Person.From(Sandbox.Tenant.FindUser(email)!, Sandbox.Clock);
        person.ProviderAccount = providerAccount is null ? null : Sandbox.World.Find(providerAccount);
        return person;
    }

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        foreach (var replica in _replicas)
        {
            await replica.StopAsync(CancellationToken.None);
            await replica.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
    }
}
