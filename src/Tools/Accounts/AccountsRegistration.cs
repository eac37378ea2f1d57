using Microsoft.Extensions.DependencyInjection;
using Polly;
using TokenVaultAgent.Tools.Accounts.MyAccount;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

internal static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountIdentities>();
        services.AddSingleton<AccountIndex>();
        services.AddSingleton<AccountCandidates>();
        services.AddSingleton<AccountProbe>();
        services.AddSingleton<FoundAccounts>();
        services.AddSingleton<AccountResolver>();
        services.AddSingleton<AccountDefault>();
        services.AddSingleton<AccountRegister>();
        services.AddSingleton(CreateMyAccountClient);
        services.AddAuth0Http(nameof(MyAccountClient)).AddResilienceHandler("my account", pipeline => pipeline.AddTimeout(TimeSpan.FromSeconds(10)));
        return services;
    }

    private static MyAccountClient CreateMyAccountClient(IServiceProvider services) => ActivatorUtilities.CreateInstance<MyAccountClient>(
        services, services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(MyAccountClient)));
}
