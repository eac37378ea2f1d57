using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>What is written through the API: reading it from <c>raw</c>, threading it and sending it.</summary>
internal static partial class Outgoing
{
    private const string NoRaw = "'raw' RFC822 payload message string or uploading message via /upload/* URL required";

    /// <summary>messages.send.</summary>
    public static JsonObject SendMessage(GoogleCall call)
    {
        var content = Read(call, call.Body);
        return Send(call, content, Thread(call, call.Body, content), draft: null);
    }

    /// <summary>Delivers the message and keeps the sender's copy, which has Bcc, in Sent under a new id.</summary>
    /// <param name="draft">What ends with it.</param>
    public static JsonObject Send(GoogleCall call, MimeMessage content, string? thread, WorldMessage? draft)
    {
        if (PostOffice.Recipients(content).Count == 0) throw GoogleFailure.InvalidArgument("Recipient address required");
        WorldMessage? sent = null;
        call.World.Later(call.World.MailLag.Send, () =>
        {
            // By then the draft may be sent or thrown away.
            if (draft is not null && !call.Account.Messages.Contains(draft)) return;
            sent = Carry(call, content, thread);
            if (draft is not null) call.World.Later(call.World.MailLag.Draft, () => call.Account.Messages.Remove(draft));
        });
        return sent is null ? throw GoogleFailure.Unavailable() : MessageJson.Labelled(sent);
    }

    private static WorldMessage Carry(GoogleCall call, MimeMessage content, string? thread)
    {
        var id = call.World.Ids.GmailMessage();
        var sent = new WorldMessage
        {
            Id = id,
            ImmutableId = id,
            ThreadId = thread ?? id,
            Content = content,
            Folder = MailFolder.Sent,
            IsRead = true,
            IsAlsoInInbox = PostOffice.Recipients(content).Contains(call.Account.Address, StringComparer.OrdinalIgnoreCase),
            ReceivedAt = call.World.Now,
            VisibleFrom = call.World.Now + call.World.MailLag.SentItems,
        };
        call.Account.Messages.Add(sent);
        PostOffice.Send(call.World, call.Account, content);
        return sent;
    }

    /// <summary>The message in <c>raw</c>, with what Gmail puts right: From, Date and, where it is missing, Message-ID.</summary>
    public static MimeMessage Read(GoogleCall call, JsonObject? message)
    {
        if (message?["raw"] is not JsonValue raw || !raw.TryGetValue<string>(out var text) || text.Length == 0)
            throw GoogleFailure.InvalidArgument(NoRaw);
        var content = Parse(Decode(text));
        CheckAddresses(content);
        if (!content.From.Mailboxes.Any(from => string.Equals(from.Address, call.Account.Address, StringComparison.OrdinalIgnoreCase)))
        {
            // Only addresses that the account may send as are kept.
            content.From.Clear();
            content.From.Add(new MailboxAddress(call.Account.DisplayName, call.Account.Address));
        }
        if (content.Headers[HeaderId.Date] is null) content.Date = call.World.Now.ToDateTimeOffset();
        content.MessageId ??= MimeUtils.GenerateMessageId("mail.gmail.example");
        return content;
    }

    /// <summary>
    /// The thread that the message belongs to, or null for one of its own. A thread that is asked for must exist, and holds only when
    /// References or In-Reply-To name a message in it and the subjects match (users.messages#Message, <c>threadId</c>).
    /// </summary>
    public static string? Thread(GoogleCall call, JsonObject? message, MimeMessage content)
    {
        if (message?["threadId"] is not JsonValue value || !value.TryGetValue<string>(out var thread) || thread.Length == 0)
            return PostOffice.ThreadOf(call.Account, content);
        var messages = call.Account.Messages.Where(m => m.ThreadId == thread).ToList();
        if (messages.Count == 0) throw GoogleFailure.EntityNotFound();

        IEnumerable<string?> answered = [content.InReplyTo, .. content.References];
        var isAnswer = messages.Any(m => answered.Contains(m.Content.MessageId) && Subject(m.Content) == Subject(content));
        return isAnswer ? thread : null;
    }

    private static string Subject(MimeMessage message)
    {
        var subject = message.Subject ?? "";
        while (subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase)) subject = subject[3..].TrimStart();
        return subject;
    }

    private static void CheckAddresses(MimeMessage content)
    {
        foreach (var (name, list) in new[] { ("to", content.To), ("cc", content.Cc), ("bcc", content.Bcc) })
        {
            if (list.Mailboxes.Any(m => !IsAddress(m.Address)) || (list.Count == 0 && !string.IsNullOrWhiteSpace(content.Headers[name])))
                throw GoogleFailure.InvalidArgument($"Invalid {name} header");
        }
    }

    private static bool IsAddress(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && address.IndexOf('.', at) > at + 1 && !address.EndsWith('.');
    }

    private static byte[] Decode(string raw)
    {
        var text = raw.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length)) return bytes[..length];
        throw GoogleFailure.InvalidArgument("Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed");
    }

    /// <summary>
    /// <c>raw</c> is "RFC 2822 formatted" (users.messages#Message). Lines that end in LF alone are taken, as Google's own samples write them; those
    /// that are too long, and octets that nothing says the meaning of, are not.
    /// </summary>
    private static MimeMessage Parse(byte[] bytes)
    {
        const int MaxLine = 998;
        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (line.TrimEnd((byte)'\r').Length > MaxLine)
                throw GoogleFailure.InvalidArgument("Invalid message: not RFC 5322, a line of more than 998 octets");
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        if (bytes.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)127) && !Says8Bit().IsMatch(Encoding.Latin1.GetString(bytes)))
            throw GoogleFailure.InvalidArgument("Invalid message: not RFC 5322, octets beyond ASCII without a Content-Transfer-Encoding");
        try
        {
            using var stream = new MemoryStream(bytes);
            return MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            throw GoogleFailure.InvalidArgument("Invalid message: not RFC 5322");
        }
    }

    [GeneratedRegex(@"^Content-Transfer-Encoding:[ \t]*(8bit|binary)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Says8Bit();
}
