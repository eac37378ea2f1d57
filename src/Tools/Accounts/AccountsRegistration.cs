using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;
using TokenVaultAgent.Tools.Accounts.Consent;
using TokenVaultAgent.Tools.Accounts.MyAccount;
using TokenVaultAgent.Tools.Settings;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

internal static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ConsentOptions>(configuration, ConsentOptions.Section);
        services.AddSingleton<IValidateOptions<ConsentOptions>, ConsentOptionsValidator>();
        services.AddSingleton<AccountIdentities>();
        services.AddSingleton<AccountIndex>();
        services.AddSingleton<AccountResolver>();
        services.AddSingleton<AccountDefault>();
        services.AddSingleton<AccountRegister>();
        services.AddSingleton<ConsentLinks>();
        services.AddSingleton(CreateMyAccountClient);
        services.AddAuth0Http(nameof(MyAccountClient)).AddResilienceHandler("my account", pipeline => pipeline.AddTimeout(TimeSpan.FromSeconds(10)));
        return services;
    }

    private static MyAccountClient CreateMyAccountClient(IServiceProvider services) => ActivatorUtilities.CreateInstance<MyAccountClient>(
        services, services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(MyAccountClient)));
}
