using MimeKit;
using NodaTime;
using NodaTime.Text;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>Puts the seed's mail into the mailboxes of sender and recipients.</summary>
internal static class SeedMailboxes
{
    public static void Fill(IReadOnlyList<ProviderAccount> accounts, IReadOnlyList<SeedMail> mail, Instant now)
    {
        Dictionary<string, MimeMessage> sent = [];
        foreach (var item in mail)
        {
            var received = Seed.About($"mail {item.Id}", () => Instant.Min(now, ReceivedAt(item, now)));
            var message = Seed.About($"mail {item.Id}", () => Compose(item, received, item.Re is null ? null : Answered(item.Re, sent)));
            if (!sent.TryAdd(item.Id, message))
                throw new SeedException($"two mails have the id {item.Id}.");
            foreach (var account in accounts)
                if (Folder(account, item, message) is { } folder)
                    account.Messages.Add(Message(account, item, message, folder, received));
        }
    }

    private static MimeMessage Answered(string id, Dictionary<string, MimeMessage> sent) =>
        sent.GetValueOrDefault(id) ?? throw new SeedException($"re: no mail before it has the id {id}.");

    private static MailFolder? Folder(ProviderAccount account, SeedMail item, MimeMessage message)
    {
        if (item.Draft is not null) return item.Draft == account.Key ? MailFolder.Drafts : null;
        if (item.Folders?.TryGetValue(account.Key, out var folder) == true) return folder;
        if (PostOffice.Recipients(message).Contains(account.Address)) return MailFolder.Inbox;
        return message.From.Mailboxes.Any(from => from.Address == account.Address) ? MailFolder.Sent : null;
    }

    private static WorldMessage Message(ProviderAccount account, SeedMail item, MimeMessage content, MailFolder folder, Instant received)
    {
        var isGoogle = account.Provider == ProviderKind.Google;
        var seed = $"{account.Key}/mail/{item.Id}";
        var id = isGoogle ? IdGenerator.GmailMessage(seed) : IdGenerator.GraphMutable(seed);
        return new WorldMessage
        {
            Id = id,
            ImmutableId = isGoogle ? id : IdGenerator.GraphImmutable(seed),
            ThreadId = PostOffice.ThreadOf(account, content) ?? (isGoogle ? id : IdGenerator.GraphConversation(seed)),
            IsDraft = folder == MailFolder.Drafts,
            DraftId = isGoogle && folder == MailFolder.Drafts ? IdGenerator.GmailDraft(seed) : null,
            Content = PostOffice.Copy(content),
            Folder = folder,
            IsRead = !item.Unread,
            IsFlagged = item.Flagged?.Contains(account.Key) == true,
            ReceivedAt = received,
        };
    }

    private static MimeMessage Compose(SeedMail item, Instant received, MimeMessage? answered)
    {
        var from = MailboxAddress.Parse(item.From);
        var message = new MimeMessage
        {
            Subject = item.Subject,
            Date = received.ToDateTimeOffset(),
            MessageId = $"{item.Id}@{from.Domain}",
            Body = Body(item),
        };
        message.From.Add(from);
        message.To.AddRange(item.To.Select(MailboxAddress.Parse));
        message.Cc.AddRange((item.Cc ?? []).Select(MailboxAddress.Parse));
        if (answered is null) return message;

        message.InReplyTo = answered.MessageId;
        message.References.AddRange(answered.References);
        message.References.Add(answered.MessageId!);
        return message;
    }

    private static MimeEntity Body(SeedMail item)
    {
        var body = new BodyBuilder
        {
            TextBody = item.Text is null ? null : string.Join("\r\n", item.Text) + "\r\n",
            HtmlBody = item.Html is null ? null : string.Join("\r\n", item.Html) + "\r\n",
        };
        foreach (var attachment in item.Attachments ?? [])
            body.Attachments.Add(attachment.Name, System.Text.Encoding.UTF8.GetBytes(attachment.Text), ContentType.Parse(attachment.Type));
        var entity = body.ToMessageBody();
        FixBoundaries(entity, item.Id);
        return entity;
    }

    // MimeKit draws boundaries at random; the seed is the same each time.
    private static void FixBoundaries(MimeEntity entity, string name)
    {
        if (entity is not Multipart multipart) return;
        multipart.Boundary = $"=-seed-{name}";
        for (var i = 0; i < multipart.Count; i++) FixBoundaries(multipart[i], $"{name}-{i}");
    }

    private static Instant ReceivedAt(SeedMail item, Instant now)
    {
        var date = now.InUtc().Date.PlusDays(item.Day);
        return (date + LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(item.At).Value).InUtc().ToInstant();
    }
}
