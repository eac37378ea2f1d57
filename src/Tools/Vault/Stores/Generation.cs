using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TokenVaultAgent.Tools.Vault.Stores;

/// <summary>How often a user's accounts at one connection were connected or disconnected.</summary>
internal sealed class Generation
{
    /// <summary>Digest of user and connection.</summary>
    public required string Key { get; init; }

    public long Number { get; set; }
}

internal sealed class GenerationTable : IEntityTypeConfiguration<Generation>
{
    public void Configure(EntityTypeBuilder<Generation> generation)
    {
        generation.ToTable("Generations");
        generation.HasKey(g => g.Key);
    }
}
