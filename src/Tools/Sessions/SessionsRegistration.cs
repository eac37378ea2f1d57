using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Sessions;

internal static class SessionsRegistration
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<IExpiringRecords>(provider => provider.GetRequiredService<EndedSessions>());
        return services;
    }
}
