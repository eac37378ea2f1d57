using MimeKit;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>
/// Carries mail between the mailboxes of the world, across providers. What the sender keeps (Sent, the end of the draft) is the
/// provider's business. Addresses outside the hosted domains are taken for delivered.
/// </summary>
public static class PostOffice
{
    /// <summary>
    /// Puts a copy without Bcc into the inbox of every account that is a recipient, and a non-delivery report into the sender's inbox
    /// for each address that a hosted domain does not have. To oneself: a copy at Microsoft, none at Google, whose service marks the
    /// sent message with <see cref="WorldMessage.IsAlsoInInbox"/> instead. Takes the world's lock (it is re-entrant).
    /// </summary>
    /// <returns>The delivered copies.</returns>
    public static IReadOnlyList<WorldMessage> Send(SandboxWorld world, ProviderAccount sender, MimeMessage message) => world.Write(accounts =>
    {
        var recipients = Recipients(message);
        var hosted = accounts.Select(a => Domain(a.Address)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<WorldMessage> delivered = [];
        foreach (var address in recipients)
        {
            var mailboxes = accounts.Where(a => string.Equals(a.Address, address, StringComparison.OrdinalIgnoreCase)).ToList();
            var inboxes = mailboxes.Where(a => a != sender || a.Provider != ProviderKind.Google);
            delivered.AddRange(inboxes.Select(account => Deliver(world, account, WithoutBcc(message))));
            if (mailboxes.Count == 0 && hosted.Contains(Domain(address)))
                Deliver(world, sender, NonDelivery.Report(sender, message, address, world.Now));
        }
        return delivered;
    });

    /// <summary>The distinct addresses in To, Cc and Bcc, in that order.</summary>
    public static IReadOnlyList<string> Recipients(MimeMessage message) =>
        [.. message.To.Mailboxes.Concat(message.Cc.Mailboxes).Concat(message.Bcc.Mailboxes)
            .Select(m => m.Address).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The id of the thread in this mailbox that the message answers (by In-Reply-To, then References), or null.</summary>
    public static string? ThreadOf(ProviderAccount account, MimeMessage message)
    {
        IEnumerable<string?> answered = [message.InReplyTo, .. message.References.Reverse()];
        return answered.OfType<string>()
            .Select(id => account.Messages.LastOrDefault(m => m.Content.MessageId == id)?.ThreadId)
            .FirstOrDefault(thread => thread is not null);
    }

    /// <summary>A copy that shares nothing with the original.</summary>
    public static MimeMessage Copy(MimeMessage message)
    {
        using var bytes = new MemoryStream();
        message.WriteTo(bytes);
        bytes.Position = 0;
        return MimeMessage.Load(bytes);
    }

    private static WorldMessage Deliver(SandboxWorld world, ProviderAccount account, MimeMessage content)
    {
        var isGoogle = account.Provider == ProviderKind.Google;
        var id = isGoogle ? world.Ids.GmailMessage() : world.Ids.GraphMutable();
        var message = new WorldMessage
        {
            Id = id,
            ImmutableId = isGoogle ? id : world.Ids.GraphImmutable(),
            ThreadId = ThreadOf(account, content) ?? (isGoogle ? id : world.Ids.GraphConversation()),
            Content = content,
            Folder = MailFolder.Inbox,
            ReceivedAt = world.Now,
        };
        account.Messages.Add(message);
        return message;
    }

    private static MimeMessage WithoutBcc(MimeMessage message)
    {
        var copy = Copy(message);
        copy.Bcc.Clear();
        copy.Headers.RemoveAll(HeaderId.Bcc);
        return copy;
    }

    private static string Domain(string address) => address[(address.LastIndexOf('@') + 1)..];
}
