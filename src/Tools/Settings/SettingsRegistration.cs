using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TokenVaultAgent.Tools.Settings;

internal static class SettingsRegistration
{
    /// <summary>Binds options to their section and has them checked by <see cref="SettingsException.ThrowIfAnyIsWrong"/>.</summary>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services, IConfiguration configuration, string section) where T : class
    {
        var values = configuration.GetSection(section);
        services.AddSingleton(new SettingsSection(values, typeof(T), provider => provider.GetRequiredService<IOptions<T>>().Value));
        return services.AddOptions<T>().Configure(options => SettingsSection.Readable(values, typeof(T)).Bind(options));
    }
}
