using System.Net;
using System.Web;
using Microsoft.Graph.Models;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>
/// Outlook mail on Graph. Ids are immutable ones, so that a draft keeps its id when it is sent and moves to Sent Items
/// (learn.microsoft.com/graph/outlook-immutable-id); the copy there can come late.
/// </summary>
internal sealed class GraphMailProvider(GraphApi graph) : IMailProvider
{
    private const string SummaryFields =
        "id,conversationId,subject,from,toRecipients,ccRecipients,receivedDateTime,isRead,hasAttachments";

    // The folders that Gmail's search leaves out too: drafts, junk and deleted items.
    private static readonly string[] LeftOut = ["drafts", "junkemail", "deleteditems"];

    private static readonly string[] DraftFields = ["isDraft", "subject", "body", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "from", "sender"];
    private static readonly string[] AttachmentFields = ["id", "name", "contentType", "size"];

    public Provider Provider => Provider.Microsoft;

    public async Task<MailPage> SearchAsync(ProviderToken token, MailSearch search, CancellationToken cancellationToken)
    {
        var query = GraphMailQuery.Write(search.Query);
        var asked = PageAsync(token, search, query, cancellationToken);
        var leftOut = search.Folder == MailFolder.All ? await Task.WhenAll(LeftOut.Select(f => FolderIdAsync(token, f, cancellationToken))) : [];
        var page = await asked;
        var messages = (page.Value ?? []).Where(m => !leftOut.Contains(m.ParentFolderId)).Select(GraphMailReader.Read)
            .Where(m => !query.Sifts || m is null || search.Query.Takes(m));
        return new MailPage([.. messages.Skip(search.From.Skip)], NextPage(page.NextLink));
    }

    /// <summary>With bodies, of which the beginnings are shown; where these are too long together, without.</summary>
    private async Task<GraphPage<GraphMessage>> PageAsync(ProviderToken token, MailSearch search, GraphMailQuery query, CancellationToken cancellationToken)
    {
        Task<GraphPage<GraphMessage>> AskAsync(string fields) => graph.ReadAsync(
            g => g.Me.Messages.WithUrl(Url(g.RequestAdapter.BaseUrl!, search, query, fields)).ToGetRequestInformation(request => request.Options.Add(new GraphToken(token))),
            GraphShapes.Default.GraphPageGraphMessage,
            cancellationToken);
        try
        {
            return await AskAsync($"{SummaryFields},body");
        }
        catch (ProviderException exception) when (exception.Reason == ProviderException.AnswerTooLong)
        {
            return await AskAsync(SummaryFields);
        }
    }

    public async Task<MailMessage> ReadAsync(ProviderToken token, string messageId, CancellationToken cancellationToken)
    {
        // All of it: what an invitation has beyond a mail cannot be selected.
        var message = await graph.ReadAsync(
            g => g.Me.Messages[messageId].ToGetRequestInformation(request => request.Options.Add(new GraphToken(token))), GraphShapes.Default.GraphMessage, cancellationToken);
        var read = GraphMailReader.Read(message) ?? throw ProviderException.MalformedAnswer(Provider.Microsoft);
        return message.HasAttachments is true
            ? read with { Attachments = await AttachmentsAsync(token, messageId, cancellationToken) }
            : read;
    }

    public async Task<string> CreateDraftAsync(ProviderToken token, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var draft = await graph.SendAsync(g => g.Me.Messages.PostAsync(
            GraphMailReader.Draft(mail), request => request.Options.Add(new GraphToken(token)), cancellationToken));
        return draft.Id ?? throw ProviderException.MalformedAnswer(Provider.Microsoft);
    }

    public async Task<string?> FindDraftAsync(ProviderToken token, string internetMessageId, CancellationToken cancellationToken) =>
        (await FindAsync(token, internetMessageId, cancellationToken)).Find(m => m.IsDraft is true)?.Id;

    // Graph's send takes no content and no ETag: who changes the draft after this look is not noticed.
    public async Task CheckDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var asText = DraftAsync(token, draftId, DraftFields, "text", cancellationToken);
        var asHtml = DraftAsync(token, draftId, ["body"], "html", cancellationToken);
        // hasAttachments does not count those that stand in the body.
        var attachments = AttachmentsAsync(token, draftId, cancellationToken);
        await Task.WhenAll(asText, asHtml, attachments);
        if ((await asText).IsDraft is not true || !GraphMailReader.IsSame(await asText, (await asHtml).Body?.Content, mail) || (await attachments).Count > 0)
            throw new DraftChangedException();
    }

    public async Task<string?> SendDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken)
    {
        await graph.SendNoContentAsync(g => g.Me.Messages[draftId].Send.PostAsync(
            request => request.Options.Add(new GraphToken(token)), cancellationToken));
        // The answer is empty; the immutable id of the draft is that of the sent copy.
        return draftId;
    }

    public async Task<MailWhereabouts> LocateAsync(
        ProviderToken token, string draftId, string internetMessageId, CancellationToken cancellationToken)
    {
        if (await GetAsync(token, draftId, cancellationToken) is { } found)
            return found.IsDraft is true ? new MailWhereabouts(IsDraft: true, SentId: null) : new MailWhereabouts(IsDraft: false, found.Id);
        var copies = await FindAsync(token, internetMessageId, cancellationToken);
        return new MailWhereabouts(IsDraft: false, copies.Find(m => m.IsDraft is false)?.Id);
    }

    public async Task DeleteDraftAsync(ProviderToken token, string draftId, CancellationToken cancellationToken)
    {
        // The immutable id is that of the sent copy too.
        if (await GetAsync(token, draftId, cancellationToken) is { IsDraft: true })
            await graph.SendNoContentAsync(g => g.Me.Messages[draftId].DeleteAsync(
                request => request.Options.Add(new GraphToken(token)), cancellationToken));
    }

    private Task<Message> DraftAsync(ProviderToken token, string id, string[] fields, string bodyType, CancellationToken cancellationToken) =>
        graph.SendAsync(g => g.Me.Messages[id].GetAsync(
            request =>
            {
                request.Options.Add(new GraphToken(token));
                request.Headers.Add("Prefer", $"outlook.body-content-type=\"{bodyType}\"");
                request.QueryParameters.Select = fields;
            },
            cancellationToken));

    private async Task<string?> FolderIdAsync(ProviderToken token, string wellKnownName, CancellationToken cancellationToken)
    {
        var folder = await graph.SendAsync(g => g.Me.MailFolders[wellKnownName].GetAsync(
            request =>
            {
                request.Options.Add(new GraphToken(token));
                request.QueryParameters.Select = ["id"];
            },
            cancellationToken));
        return folder.Id;
    }

    private async Task<Message?> GetAsync(ProviderToken token, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await graph.SendAsync(g => g.Me.Messages[id].GetAsync(
                request =>
                {
                    request.Options.Add(new GraphToken(token));
                    request.QueryParameters.Select = ["id", "isDraft"];
                },
                cancellationToken));
        }
        catch (ProviderException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<List<Message>> FindAsync(ProviderToken token, string internetMessageId, CancellationToken cancellationToken)
    {
        var page = await graph.SendAsync(g => g.Me.Messages.GetAsync(
            request =>
            {
                request.Options.Add(new GraphToken(token));
                request.QueryParameters.Filter = $"internetMessageId eq '{internetMessageId}'";
                request.QueryParameters.Select = ["id", "isDraft"];
            },
            cancellationToken));
        return page.Value ?? [];
    }

    private async Task<IReadOnlyList<MailAttachment>> AttachmentsAsync(ProviderToken token, string messageId, CancellationToken cancellationToken)
    {
        var page = await graph.SendAsync(g => g.Me.Messages[messageId].Attachments.GetAsync(
            request =>
            {
                request.Options.Add(new GraphToken(token));
                request.QueryParameters.Select = AttachmentFields;
            },
            cancellationToken));
        return [.. (page.Value ?? []).Select(a => new MailAttachment(a.Size ?? 0, a.Name, a.ContentType))];
    }

    /// <summary>Always made here: a link that Graph gave, or a caller altered, is never followed.</summary>
    private static string Url(string root, MailSearch search, GraphMailQuery query, string fields)
    {
        var path = search.Folder switch
        {
            MailFolder.Inbox => "/me/mailFolders/inbox/messages",
            MailFolder.Sent => "/me/mailFolders/sentitems/messages",
            _ => "/me/messages",
        };
        var parameters = new List<(string Name, string Value)>(query.Parameters)
        {
            ("$select", $"{fields},parentFolderId"), ("$top", $"{search.Limit}"),
        };
        if (search.From.Page?.Split('=', 2) is [("$skip" or "$skiptoken") and var name, var value])
            parameters.Add((name, Uri.UnescapeDataString(value)));
        return $"{root.TrimEnd('/')}{path}?{string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"))}";
    }

    /// <summary>Of the link to the next page only the parameter that says where it begins.</summary>
    private static string? NextPage(string? link)
    {
        if (link is null || !Uri.TryCreate(link, UriKind.Absolute, out var url))
            return null;
        var query = HttpUtility.ParseQueryString(url.Query);
        foreach (var name in (string[])["$skiptoken", "$skip"])
            if (query[name] is { } value)
                return $"{name}={Uri.EscapeDataString(value)}";
        throw ProviderException.MalformedAnswer(Provider.Microsoft);
    }
}
