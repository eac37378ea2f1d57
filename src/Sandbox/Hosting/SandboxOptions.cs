using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Hosting;

/// <summary>How to start a sandbox. Ports of 0 are chosen by the system; all bind loopback only.</summary>
public sealed record SandboxOptions
{
    public int Auth0Port { get; init; }

    public int GooglePort { get; init; }

    public int GraphPort { get; init; }

    public int ControlPort { get; init; }

    /// <summary>What of the tenant's settings is other than in its seed, after a reset too; null for nothing.</summary>
    public Func<TenantSettings, TenantSettings>? Tenant { get; init; }

    /// <summary>Nobody has set the tenant up: <c>tokenvault tenant apply</c> does.</summary>
    public bool EmptyTenant { get; init; }

    /// <summary>What both providers hold at the start, and after a reset.</summary>
    public Seed World { get; init; } = Seed.Own;

    /// <summary>Everything is served over HTTPS with certificates of this authority; null for plain HTTP.</summary>
    public LocalAuthority? Authority { get; init; }

    /// <summary>The clock that all of it goes by, until it is put forward.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
