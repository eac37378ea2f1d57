using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Links;

internal static class LinksRegistration
{
    public static IServiceCollection AddLinks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DecisionOptions>(configuration, DecisionOptions.Section);
        services.AddSingleton<IValidateOptions<DecisionOptions>, DecisionOptionsValidator>();
        services.AddSingleton<DecisionLinks>();
        services.AddSingleton<IExpiringRecords, ExpiredLinks>();
        return services;
    }
}
