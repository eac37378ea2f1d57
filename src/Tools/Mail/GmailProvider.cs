using System.Buffers.Text;
using System.Net;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.GoogleApis;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1.Data;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>
/// Gmail. A list has ids only, so that each message of a page is fetched by itself, some at a time. A draft is sent by its own id, with the
/// content given anew in the same request, under a new message id (developers.google.com/workspace/gmail/api/guides/drafts).
/// </summary>
internal sealed class GmailProvider(GmailService gmail) : IMailProvider
{
    private const int FetchedAtOnce = 10;
    private const string SentLabel = "SENT";
    private const string MessageFields = "id,threadId,labelIds,internalDate,payload";

    public Provider Provider => Provider.Google;

    public async Task<MailPage> SearchAsync(ProviderToken token, MailSearch search, CancellationToken cancellationToken)
    {
        var list = gmail.Users.Messages.List();
        list.Q = GmailQuery.Write(search.Query, search.Folder);
        list.MaxResults = search.Limit;
        list.PageToken = search.From.Page;
        list.Fields = "messages/id,nextPageToken";
        var page = await list.SendAsync(token, cancellationToken);

        var messages = new List<MailMessage?>();
        foreach (var some in (page.Messages ?? []).Where(m => m.Id is not null).Skip(search.From.Skip).Chunk(FetchedAtOnce))
            messages.AddRange(await Task.WhenAll(some.Select(m => SummaryAsync(token, m.Id!, cancellationToken))));
        return new MailPage(messages, page.NextPageToken);
    }

    public async Task<MailMessage> ReadAsync(ProviderToken token, string messageId, CancellationToken cancellationToken)
    {
        var message = await GetAsync(token, messageId, cancellationToken);
        var parts = message.Payload is { } root ? new GmailParts(root) : null;
        await Task.WhenAll((parts?.ToFetch ?? []).Select(async part =>
        {
            var get = gmail.Users.Messages.GetAttachment(messageId, part.Body!.AttachmentId!);
            get.Fields = "data";
            part.Body.Data = (await get.SendAsync(token, cancellationToken)).Data;
        }));
        return GmailReader.Read(message, parts) ?? throw ProviderException.MalformedAnswer(Provider.Google);
    }

    public async Task<string> CreateDraftAsync(ProviderToken token, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var create = gmail.Users.Drafts.Create(new Draft { Message = Raw(mail) });
        create.Fields = "id";
        var draft = await create.SendAsync(token, cancellationToken);
        return draft.Id ?? throw ProviderException.MalformedAnswer(Provider.Google);
    }

    public async Task<string?> FindDraftAsync(ProviderToken token, string internetMessageId, CancellationToken cancellationToken)
    {
        var list = gmail.Users.Drafts.List();
        list.Q = $"rfc822msgid:{internetMessageId.Trim('<', '>')}";
        list.Fields = "drafts/id";
        var page = await list.SendAsync(token, cancellationToken);
        return page.Drafts is [var draft, ..] ? draft.Id : null;
    }

    public Task CheckDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<string?> SendDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var send = gmail.Users.Drafts.Send(new Draft { Id = draftId, Message = Raw(mail) });
        send.Fields = "id";
        var sent = await send.SendAsync(token, cancellationToken);
        return sent.Id;
    }

    public async Task<MailWhereabouts> LocateAsync(
        ProviderToken token, string draftId, string internetMessageId, CancellationToken cancellationToken)
    {
        var list = gmail.Users.Messages.List();
        list.Q = $"rfc822msgid:{internetMessageId.Trim('<', '>')}";
        list.Fields = "messages/id";
        var page = await list.SendAsync(token, cancellationToken);
        foreach (var found in page.Messages ?? [])
        {
            var get = gmail.Users.Messages.Get(found.Id!);
            get.Format = MessagesResource.GetRequest.FormatEnum.Minimal;
            get.Fields = "id,labelIds";
            if ((await get.SendAsync(token, cancellationToken)).LabelIds?.Contains(SentLabel) is true)
                return new MailWhereabouts(IsDraft: false, found.Id);
        }

        return new MailWhereabouts(await IsDraftAsync(token, draftId, cancellationToken), SentId: null);
    }

    public Task DeleteDraftAsync(ProviderToken token, string draftId, CancellationToken cancellationToken) =>
        gmail.Users.Drafts.Delete(draftId).SendAsync(token, cancellationToken);

    private static Message Raw(OutgoingMail mail) => new() { Raw = Base64Url.EncodeToString(mail.ToBytes()) };

    /// <summary>By its id, which the search index may not know yet.</summary>
    private async Task<bool> IsDraftAsync(ProviderToken token, string draftId, CancellationToken cancellationToken)
    {
        try
        {
            var get = gmail.Users.Drafts.Get(draftId);
            get.Fields = "id";
            return (await get.SendAsync(token, cancellationToken)).Id == draftId;
        }
        catch (ProviderException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>With its body, of which the beginning is shown. Null where it has gone since the list was made, is longer than is read, or is none.</summary>
    private async Task<MailMessage?> SummaryAsync(ProviderToken token, string id, CancellationToken cancellationToken)
    {
        try
        {
            return GmailReader.Read(await GetAsync(token, id, cancellationToken));
        }
        catch (ProviderException exception) when (exception.Status == HttpStatusCode.NotFound || exception.Reason == ProviderException.AnswerTooLong)
        {
            return null;
        }
    }

    private Task<Message> GetAsync(ProviderToken token, string id, CancellationToken cancellationToken)
    {
        var get = gmail.Users.Messages.Get(id);
        get.Format = MessagesResource.GetRequest.FormatEnum.Full;
        get.Fields = MessageFields;
        return get.SendAsync(token, cancellationToken);
    }
}
