using Microsoft.Extensions.DependencyInjection;

namespace TokenVaultAgent.Tools.UserZones;

internal static class UserZonesRegistration
{
    public static IServiceCollection AddUserZones(this IServiceCollection services)
    {
        services.AddSingleton<IZoneSource, GoogleZone>();
        services.AddSingleton<GraphZone>();
        services.AddSingleton<IZoneSource>(provider => provider.GetRequiredService<GraphZone>());
        services.AddSingleton<UserZoneFinder>();
        return services;
    }
}
