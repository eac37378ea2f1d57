using Microsoft.Extensions.DependencyInjection;

namespace TokenVaultAgent.Tools.Accounts;

internal static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services.AddSingleton<AccountIdentities>().AddSingleton<AccountResolver>();
}
