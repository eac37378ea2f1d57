using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Browser.Tests;

/// <summary>The whole product, shared by the tests of one class; mails go out unasked.</summary>
public sealed class RunningProduct : IAsyncLifetime
{
    public SandboxProduct Product { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Product = await SandboxProduct.StartAsync(new SandboxProductOptions
    {
        AgentServerSettings = new Dictionary<string, string?> { ["StepUp:Policies:mail_send_message:Policy"] = "allow" },
    });

    public ValueTask DisposeAsync() => Product.DisposeAsync();
}
