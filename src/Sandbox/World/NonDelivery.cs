using MimeKit;
using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>Delivery status notifications (RFC 3464) for addresses that do not exist.</summary>
internal static class NonDelivery
{
    public static MimeMessage Report(ProviderAccount sender, MimeMessage original, string address, Instant now)
    {
        var domain = sender.Address[(sender.Address.LastIndexOf('@') + 1)..];
        var (name, mailbox) = sender.Provider == ProviderKind.Google
            ? ("Mail Delivery Subsystem", "mailer-daemon")
            : ("Microsoft Outlook", "postmaster");
        var report = new MimeMessage
        {
            Subject = sender.Provider == ProviderKind.Google ? "Delivery Status Notification (Failure)" : "Undeliverable: " + original.Subject,
            Date = now.ToDateTimeOffset(),
            InReplyTo = original.MessageId,
            Body = new MultipartReport("delivery-status")
            {
                new TextPart("plain") { Text = $"Your message was not delivered to {address}: the address was not found.\n" },
                Status(address, domain),
                new MessagePart { Message = new MimeMessage(original.Headers) },
            },
        };
        report.From.Add(new MailboxAddress(name, $"{mailbox}@{domain}"));
        report.To.Add(new MailboxAddress(sender.DisplayName, sender.Address));
        if (original.MessageId is { } id) report.References.Add(id);
        report.Headers.Add(HeaderId.AutoSubmitted, "auto-replied");
        return report;
    }

    private static MessageDeliveryStatus Status(string address, string domain)
    {
        var status = new MessageDeliveryStatus();
        status.StatusGroups.Add(new HeaderList { { "Reporting-MTA", $"dns; {domain}" } });
        status.StatusGroups.Add(new HeaderList
        {
            { "Final-Recipient", $"rfc822; {address}" },
            { "Action", "failed" },
            { "Status", "5.1.1" },
        });
        return status;
    }
}
