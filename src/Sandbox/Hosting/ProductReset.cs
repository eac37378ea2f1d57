namespace TokenVaultAgent.Sandbox.Hosting;

/// <summary>What <c>POST /reset</c> puts back besides tenant and providers: the agent server, where this sandbox runs one.</summary>
internal sealed class ProductReset
{
    /// <summary>Null where there is no agent server.</summary>
    public Func<CancellationToken, Task>? EmptyAgentServerAsync { get; set; }
}
