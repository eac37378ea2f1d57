using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Browser.Tests;

/// <summary>The whole product, shared by the tests of one class.</summary>
public sealed class RunningProduct : IAsyncLifetime
{
    public SandboxProduct Product { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Product = await SandboxProduct.StartAsync(new SandboxProductOptions());

    public ValueTask DisposeAsync() => Product.DisposeAsync();
}
