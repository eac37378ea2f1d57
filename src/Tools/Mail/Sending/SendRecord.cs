using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>The durable record of one send: what makes a retry return the first outcome, also after a crash.</summary>
internal sealed class SendRecord
{
    public Guid Id { get; init; }

    /// <summary>Issuer and subject of the caller.</summary>
    public required string Owner { get; init; }

    public required string AccountId { get; init; }

    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the resolved mail, in hex.</summary>
    public required string Digest { get; init; }

    /// <summary>The mail's own Message-ID, made here before anything is sent, by which draft and sent copy are found again.</summary>
    public required string InternetMessageId { get; set; }

    public SendState State { get; set; }

    /// <summary>The provider's id of the draft, once known.</summary>
    public string? DraftId { get; set; }

    /// <summary>The provider's id of the sent message, once known.</summary>
    public string? SentId { get; set; }

    /// <summary>Unix time in milliseconds at which the draft was last sent, or was about to be; 0 before.</summary>
    public long TriedAt { get; set; }

    /// <summary>Who works on it; a new holder takes a new value.</summary>
    public Guid Lease { get; set; }

    /// <summary>Unix time in milliseconds, after which another may take over.</summary>
    public long LeaseUntil { get; set; }

    /// <summary>Unix time in milliseconds.</summary>
    public long CreatedAt { get; init; }
}

internal sealed class SendTable : IEntityTypeConfiguration<SendRecord>
{
    public void Configure(EntityTypeBuilder<SendRecord> send)
    {
        send.ToTable("Sends");
        send.HasKey(s => s.Id);
        send.HasIndex(s => new { s.Owner, s.AccountId, s.IdempotencyKey }).IsUnique();
        send.Property(s => s.State).HasConversion<string>();
    }
}

/// <summary>How far a send has come. Each state is saved before what follows it is done.</summary>
internal enum SendState
{
    /// <summary>There may be a draft at the provider, but none is known.</summary>
    Started,

    /// <summary>The draft exists. Nothing was sent, and nothing is under way.</summary>
    Drafted,

    /// <summary>The send was begun, and what came of it is in doubt until the mail itself is seen.</summary>
    Sending,

    /// <summary>It was sent, once.</summary>
    Sent,

    /// <summary>It was refused; nothing was sent, and the key may be used anew.</summary>
    Failed,
}
