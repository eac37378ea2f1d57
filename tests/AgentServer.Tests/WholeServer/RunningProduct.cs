using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>The whole product, shared by the tests of one class; mails go out unasked.</summary>
public sealed class RunningProduct : IAsyncLifetime
{
    public SandboxProduct Product { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Product = await SandboxProduct.StartAsync(
        new SandboxProductOptions { AgentServerSettings = Unasked.Settings });

    public ValueTask DisposeAsync() => Product.DisposeAsync();
}
