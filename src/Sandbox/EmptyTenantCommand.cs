using Spectre.Console;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Sandbox;

/// <summary>Runs the tenant and the providers until Ctrl-C, with a tenant that nobody has set up, and says how to.</summary>
internal sealed class EmptyTenantCommand(IAnsiConsole console)
{
    /// <returns>0 when stopped, 1 where a port is taken.</returns>
    public Task<int> RunAsync(int basePort, CancellationToken cancellationToken) => RunCommand.OnFreePortsAsync(console, async () =>
    {
        await using var sandbox = await SandboxHost.StartAsync(RunCommand.BesideOf(basePort) with { EmptyTenant = true }, cancellationToken);
        Describe(sandbox, new Uri($"http://127.0.0.1:{(basePort == 0 ? SandboxProduct.FreePort() : basePort)}/mcp"));
        await RunCommand.UntilCancelledAsync(cancellationToken);
    });

    private void Describe(SandboxHost sandbox, Uri mcpUrl)
    {
        console.MarkupLineInterpolated($"An empty tenant at [aqua]{sandbox.Auth0Url}[/]. In another shell:");
        console.WriteLine();
        // No wrapping: it is to be pasted.
        foreach (var (key, value) in SandboxProduct.AgentServerSettings(sandbox, mcpUrl))
            Paste($"export {key.Replace(":", "__", StringComparison.Ordinal)}={value}");
        Paste($"export ASPNETCORE_URLS={mcpUrl.GetLeftPart(UriPartial.Authority)} ASPNETCORE_ENVIRONMENT=Development");
        Paste($"export AUTH0_CLIENT_ID={sandbox.Tenant.AdminClient.ClientId} AUTH0_CLIENT_SECRET={sandbox.Tenant.AdminClient.ClientSecret}");
        Paste("dotnet run --project src/Admin -- tenant check     # what is missing");
        Paste("dotnet run --project src/Admin -- tenant apply     # does what can be done");
        Paste($"curl -X POST {new Uri(sandbox.ControlUrl, "tenant/connection-keys")}     # by hand at Auth0: your own keys at Google and Microsoft");
        Paste("dotnet run --project src/Admin -- tenant export    # ids and secrets, to tokenvault.env");
        Paste("set -a; . ./tokenvault.env; set +a; dotnet run --project src/AgentServer");
    }

    private void Paste(string line) => console.Profile.Out.Writer.WriteLine("  " + line);
}
