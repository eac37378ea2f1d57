namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>The tenant's configuration and users. Mutable, so that a test or the control endpoint can break it.</summary>
public sealed class Tenant;
