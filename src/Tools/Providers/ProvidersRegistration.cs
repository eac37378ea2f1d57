using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.GoogleCalendarV3;
using TokenVaultAgent.Tools.Providers.Http;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Tools.Providers;

internal static class ProvidersRegistration
{
    /// <summary>The clients of both providers, shared by all users: every request carries its own token.</summary>
    public static IServiceCollection AddProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ProviderOptions>(configuration, ProviderOptions.Section);
        services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);

        services.AddProviderHttp(ProviderHttp.Google, Provider.Google);
        services.AddSingleton<GoogleServiceFactory>();
        services.AddSingleton(CreateCalendarService);
        services.AddGraph();

        services.AddSingleton<IAccountIdentity, GoogleIdentity>();
        services.AddSingleton<IAccountIdentity, GraphIdentity>();
        return services;
    }

    private static CalendarService CreateCalendarService(IServiceProvider services) => new(
        services.GetRequiredService<GoogleServiceFactory>().Initializer(
            services.GetRequiredService<IOptions<ProviderOptions>>().Value.GoogleCalendarUrl, "calendar/v3/"));
}
