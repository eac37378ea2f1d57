using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Mail;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Sessions;
using TokenVaultAgent.Tools.Storage;
using TokenVaultAgent.Tools.UserZones;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools;

public static class ToolsRegistration
{
    /// <summary>Everything an agent can do. The host provides the <see cref="Caller"/> of each request.</summary>
    public static IServiceCollection AddTools(this IServiceCollection services, IConfiguration configuration) => services
        .AddVault(configuration)
        .AddProviders(configuration)
        .AddStorage(configuration)
        .AddSessions()
        .AddLinks(configuration)
        .AddSafety(configuration)
        .AddAccounts()
        .AddUserZones()
        .AddCalendar()
        .AddMail();
}
