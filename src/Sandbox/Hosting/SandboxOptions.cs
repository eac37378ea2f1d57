namespace TokenVaultAgent.Sandbox.Hosting;

/// <summary>How to start a sandbox. Ports of 0 are chosen by the system; all bind loopback only.</summary>
public sealed record SandboxOptions
{
    public int Auth0Port { get; init; }

    public int GooglePort { get; init; }

    public int GraphPort { get; init; }

    public int ControlPort { get; init; }

    /// <summary>The clock of the tenant and of both providers.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
