namespace TokenVaultAgent.Sandbox.Auth0;

internal static class Auth0Endpoints
{
    public static void AddAuth0(this IServiceCollection services) { }

    public static void MapAuth0(this WebApplication app) { }
}
