namespace TokenVaultAgent.Sandbox.Hosting;

internal static class ControlEndpoints
{
    public static void MapControl(this WebApplication app) { }
}
