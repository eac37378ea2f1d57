using MimeKit;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>A draft may name anybody; what is sent must name addresses.</summary>
internal static class Addresses
{
    public static bool IsValid(string? address) =>
        MailboxAddress.TryParse(address, out var mailbox) && mailbox.Address == address
        && address.IndexOf('.', address.IndexOf('@', StringComparison.Ordinal) + 1) > 0;

    public static GraphFailure Unresolved(string address) => new(
        400, "ErrorInvalidRecipients",
        $"At least one recipient is not valid., Recipient '{address}' is not resolved. All recipients must be resolved before a message can be submitted.");

    /// <exception cref="GraphFailure">Nobody, or somebody without an address.</exception>
    public static void CheckRecipients(MimeMessage content)
    {
        var recipients = PostOffice.Recipients(content);
        if (recipients.Count == 0) throw new GraphFailure(400, "ErrorInvalidRecipients", "At least one recipient is not valid.");
        if (recipients.FirstOrDefault(r => !IsValid(r)) is { } unresolved) throw Unresolved(unresolved);
    }

    /// <summary>A recipient as Graph writes it: <c>{"emailAddress": {"name", "address"}}</c>.</summary>
    public static MailboxAddress Read(JsonPayload recipient)
    {
        var email = recipient.Object("emailAddress");
        var (name, address) = (email?.Text("name"), email?.Text("address") ?? "");
        try
        {
            return new MailboxAddress(name ?? address, address);
        }
        catch (ParseException)
        {
            throw Unresolved(address);
        }
    }
}
