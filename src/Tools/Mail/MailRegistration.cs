using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Mail;

internal static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton(provider => new GmailService(provider.GetRequiredService<GoogleServiceFactory>().Initializer(
            provider.GetRequiredService<IOptions<ProviderOptions>>().Value.GmailUrl, "gmail/v1/")));
        services.AddSingleton<IMailProvider, GmailProvider>();
        services.AddSingleton<IMailProvider, GraphMailProvider>();
        services.AddSingleton<SendRecords>();
        services.AddSingleton<IExpiringRecords, ExpiredSends>();
        services.AddSingleton<IActionOutcomes, SendOutcomes>();
        services.AddSingleton<Correspondents>();
        services.AddSingleton<MailApprovals>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<MailSearcher>();
        services.AddSingleton<MailReader>();
        return services;
    }
}
