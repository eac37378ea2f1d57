using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Tools.Safety;

internal static class SafetyRegistration
{
    public static IServiceCollection AddSafety(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<StepUpOptions>(configuration, StepUpOptions.Section);
        services.AddSingleton<IValidateOptions<StepUpOptions>, StepUpOptionsValidator>();
        services.AddSingleton<ToolPolicies>();
        services.AddSingleton<ActionApprovals>();
        return services;
    }
}
