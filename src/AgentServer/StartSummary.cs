using Microsoft.Extensions.Options;
using TokenVaultAgent.AgentServer.Hosting;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer;

/// <summary>Tells the operator at the start, in one entry, what this server is set to do.</summary>
internal static partial class StartSummary
{
    public static void WriteWhenStarted(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var services = app.Services;
        var pages = services.GetRequiredService<PageAddresses>();
        var storage = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var connections = services.GetRequiredService<IOptions<VaultOptions>>().Value.Connections.Select(c => $"{c.Name} ({c.Provider})");
        var policies = services.GetRequiredService<IOptions<StepUpOptions>>().Value.Policies
            .Where(p => p.Value.Policy is not null).Select(p => $"{p.Key}={p.Value.Policy}").ToList();
        Started(
            app.Logger,
            services.GetRequiredService<IOptions<McpOptions>>().Value.PublicUrl!,
            pages.AreServed ? pages.Accounts.ToString() : "none, without Auth0:WebClient",
            storage.Redis is null ? $"{storage.Provider}" : $"{storage.Provider} and Redis",
            string.Join(", ", connections),
            policies.Count == 0 ? "as by default" : string.Join(", ", policies));
    });

    [LoggerMessage(100, LogLevel.Information, "Serving {Endpoint}; pages: {Pages}; storage: {Storage}; connections: {Connections}; policies: {Policies}")]
    private static partial void Started(ILogger logger, Uri endpoint, string pages, string storage, string connections, string policies);
}
