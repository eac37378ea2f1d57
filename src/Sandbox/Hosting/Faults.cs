namespace TokenVaultAgent.Sandbox.Hosting;

/// <summary>Faults that the control endpoint or a test injects.</summary>
public sealed class Faults;

internal static class FaultMiddleware
{
    /// <summary>Lets injected faults of this service (<c>auth0</c>, <c>google</c>, <c>graph</c>) answer before it does.</summary>
    public static IApplicationBuilder UseFaults(this IApplicationBuilder app, string service) => app;
}
