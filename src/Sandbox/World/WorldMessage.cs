using MimeKit;
using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>One message in one mailbox.</summary>
public sealed class WorldMessage
{
    /// <summary>Gmail: 16 hex digits. Graph: the mutable id, which changes with the folder.</summary>
    public required string Id { get; set; }

    /// <summary>Graph's immutable id; equal to <see cref="Id"/> at Google.</summary>
    public required string ImmutableId { get; init; }

    public required string ThreadId { get; set; }

    /// <summary>Gmail's id of the draft resource (not of its message); null where this is no draft.</summary>
    public string? DraftId { get; set; }

    /// <summary>The whole message as RFC 5322. A sender's copy keeps Bcc, a delivered one has none.</summary>
    public required MimeMessage Content { get; set; }

    public required MailFolder Folder { get; set; }

    /// <summary>It was never sent, wherever it is now.</summary>
    public bool IsDraft { get; set; }

    /// <summary>Gmail: a message to oneself is one message, in Sent and in the inbox.</summary>
    public bool IsAlsoInInbox { get; set; }

    public bool IsRead { get; set; }

    public bool IsFlagged { get; set; }

    public required Instant ReceivedAt { get; set; }

    /// <summary>Until then the provider's listings do not show it: they lag behind the send.</summary>
    public Instant? VisibleFrom { get; set; }

    public bool IsVisible(Instant now) => VisibleFrom is not { } from || from <= now;

    public int Version { get; set; } = 1;
}
