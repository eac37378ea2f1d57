namespace TokenVaultAgent.Sandbox.Google;

internal static class GoogleEndpoints
{
    public static void AddGoogle(this IServiceCollection services) { }

    public static void MapGoogle(this WebApplication app) { }
}
