using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Links;

/// <summary>
/// A question to one user, under an address that says nothing about them. Whoever opens it must log in as that user; it is used up
/// by the decision, not by being opened, because previews and reloads open links too.
/// </summary>
internal sealed class DecisionLink
{
    /// <summary>128 random bits in base64url: the last segment of the link.</summary>
    public required string Id { get; init; }

    /// <summary>The user whom it was made for (<see cref="Vault.Caller.Owner"/>).</summary>
    public required string Owner { get; init; }

    public DecisionKind Kind { get; init; }

    public Provider? Provider { get; init; }

    public string? Connection { get; init; }

    public string? Address { get; init; }

    /// <summary>Names of <see cref="ProviderScopes"/>, separated by spaces.</summary>
    public string Access { get; set; } = "";

    /// <summary>
    /// The program that asked: the origin of its metadata document, which Auth0 has read there, or the name that it gives itself; null for
    /// neither, and where the user asked on a page here.
    /// </summary>
    public string? AskedBy { get; init; }

    /// <summary>While it is open: a digest of what it asks, so that there is one open link for one question. Null once decided.</summary>
    public string? OpenKey { get; set; }

    public DecisionState State { get; set; }

    /// <summary>Unix time in milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>Unix time in milliseconds.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>Unix time in milliseconds; null while it is open.</summary>
    public long? DecidedAt { get; set; }

    /// <summary>When the user took a refusal back, in Unix milliseconds; null where they have not.</summary>
    public long? LiftedAt { get; set; }

    /// <summary>The account that was connected; null until then.</summary>
    public Guid? AccountId { get; set; }

    public IReadOnlyList<string> AccessNames => Access.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool IsRefused => State is DecisionState.Declined or DecisionState.Paused or DecisionState.Reported;

    public bool IsOpen(DateTimeOffset now) => State == DecisionState.Open && now.ToUnixTimeMilliseconds() < ExpiresAt;
}

internal enum DecisionState
{
    Open,
    Granted,

    /// <summary>Not this: the same is not asked again at once, anything else may be.</summary>
    Declined,

    /// <summary>Declined, and the user does not want to be asked for anything of the kind for a while.</summary>
    Paused,

    /// <summary>Declined, and the user says that they never asked for it.</summary>
    Reported,
}

internal sealed class DecisionLinkTable : IEntityTypeConfiguration<DecisionLink>
{
    public void Configure(EntityTypeBuilder<DecisionLink> link)
    {
        link.ToTable("ConsentLinks");
        link.HasKey(l => l.Id);
        link.HasIndex(l => l.OpenKey).IsUnique();
        link.HasIndex(l => l.Owner);
        link.Ignore(l => l.AccessNames);
        link.Ignore(l => l.IsRefused);
        link.Property(l => l.Kind).HasConversion<string>();
        link.Property(l => l.Provider).HasConversion<string>();
        link.Property(l => l.State).HasConversion<string>();
    }
}
