using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;
using TokenVaultAgent.Tools.Safety.Ciba;
using TokenVaultAgent.Tools.Settings;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Safety;

internal static class SafetyRegistration
{
    public static IServiceCollection AddSafety(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<StepUpOptions>(configuration, StepUpOptions.Section);
        services.AddSingleton<IValidateOptions<StepUpOptions>, StepUpOptionsValidator>();
        services.AddSingleton<ToolPolicies>();
        services.AddSingleton<ActionSummaries>();
        services.AddSingleton<ApprovalTrail>();
        services.AddSingleton<ActionApprovals>();
        services.AddSingleton<PhoneApprovals>();
        services.AddSingleton<IExpiringRecords, ExpiredApprovals>();
        services.AddSingleton(CreateCibaClient);
        services.AddAuth0Http(nameof(CibaClient)).AddResilienceHandler("ciba", pipeline => pipeline.AddTimeout(TimeSpan.FromSeconds(10)));
        return services;
    }

    private static CibaClient CreateCibaClient(IServiceProvider services) => ActivatorUtilities.CreateInstance<CibaClient>(
        services, services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CibaClient)));
}
