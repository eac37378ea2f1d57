using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>What one link asks the user to approve, and what came of it. Whether they did is in the link.</summary>
internal sealed class Approval
{
    /// <summary>That of the link (<see cref="Links.DecisionLink.Id"/>).</summary>
    public required string Id { get; init; }

    /// <summary>What users and the log name it by: a part of the id, which opens nothing.</summary>
    public string Reference => ReferenceOf(Id);

    public required string Owner { get; init; }

    public required string Tool { get; init; }

    public required string AccountId { get; init; }

    /// <summary>Of the resolved action.</summary>
    public required string Digest { get; init; }

    /// <summary>An <see cref="ActionSummary"/>, encrypted.</summary>
    public required string Summary { get; init; }

    /// <summary>As in its link (<see cref="Links.DecisionLink.AskedBy"/>).</summary>
    public string? AskedBy { get; init; }

    /// <summary>When the user who approved had last met an MFA, in Unix milliseconds; null where none is proven.</summary>
    public long? MfaAt { get; set; }

    /// <summary>The key of the one execution that it was used for; null until then.</summary>
    public string? TakenBy { get; set; }

    /// <summary>When the user took the approval back, in Unix milliseconds, before it was used; null where they have not.</summary>
    public long? TakenBackAt { get; set; }

    /// <summary>A <see cref="Ciba.PhoneRequest"/>, encrypted; null where it was not put to a phone.</summary>
    public string? PhoneRequest { get; set; }

    /// <summary>The call that asks the tenant for the phone's answer.</summary>
    public string? PolledBy { get; set; }

    /// <summary>Unix time in milliseconds, after which another call may.</summary>
    public long PolledUntil { get; set; }

    public static string ReferenceOf(string id) => id[..ReferenceLength];

    public const int ReferenceLength = 10;
}

internal sealed class ApprovalTable : IEntityTypeConfiguration<Approval>
{
    public void Configure(EntityTypeBuilder<Approval> approval)
    {
        approval.ToTable("Approvals");
        approval.HasKey(a => a.Id);
        approval.Ignore(a => a.Reference);
        approval.HasIndex(a => new { a.Owner, a.Tool, a.AccountId });
    }
}
