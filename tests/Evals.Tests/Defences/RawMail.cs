using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TokenVaultAgent.Tools.Mail;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Evals.Tests.Defences;

/// <summary>Says that the markup of a mail is its text.</summary>
internal sealed class RawMail(IMailProvider inner) : IMailProvider
{
    public Provider Provider => inner.Provider;

    public static void Replace(IServiceCollection services)
    {
        services.RemoveAll<IMailProvider>();
        services.AddSingleton<GmailProvider>().AddSingleton<GraphMailProvider>();
        services.AddSingleton<IMailProvider>(provider => new RawMail(provider.GetRequiredService<GmailProvider>()));
        services.AddSingleton<IMailProvider>(provider => new RawMail(provider.GetRequiredService<GraphMailProvider>()));
    }

    public async Task<MailMessage> ReadAsync(ProviderToken token, string messageId, CancellationToken cancellationToken) =>
        Raw(await inner.ReadAsync(token, messageId, cancellationToken));

    public async Task<MailPage> SearchAsync(ProviderToken token, MailSearch search, CancellationToken cancellationToken)
    {
        var page = await inner.SearchAsync(token, search, cancellationToken);
        return page with { Messages = [.. page.Messages.Select(message => message is null ? null : Raw(message))] };
    }

    private static MailMessage Raw(MailMessage message) => message with { Body = message.Body with { IsHtml = false } };

    public Task<string> CreateDraftAsync(ProviderToken token, OutgoingMail mail, CancellationToken cancellationToken) => inner.CreateDraftAsync(token, mail, cancellationToken);

    public Task<string?> FindDraftAsync(ProviderToken token, string internetMessageId, CancellationToken cancellationToken) =>
        inner.FindDraftAsync(token, internetMessageId, cancellationToken);

    public Task CheckDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken) =>
        inner.CheckDraftAsync(token, draftId, mail, cancellationToken);

    public Task<string?> SendDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken) =>
        inner.SendDraftAsync(token, draftId, mail, cancellationToken);

    public Task<MailWhereabouts> LocateAsync(ProviderToken token, string draftId, string internetMessageId, CancellationToken cancellationToken) =>
        inner.LocateAsync(token, draftId, internetMessageId, cancellationToken);

    public Task DeleteDraftAsync(ProviderToken token, string draftId, CancellationToken cancellationToken) => inner.DeleteDraftAsync(token, draftId, cancellationToken);
}
