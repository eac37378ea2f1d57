using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Tools.Mail.Sending;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>The server's records. They hold ids, digests and times: never content, never a token.</summary>
internal sealed class AgentDbContext(DbContextOptions<AgentDbContext> options) : DbContext(options)
{
    public DbSet<SendRecord> Sends => Set<SendRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<SendRecord>(send =>
    {
        send.HasKey(s => s.Id);
        send.HasIndex(s => new { s.Owner, s.AccountId, s.IdempotencyKey }).IsUnique();
        send.Property(s => s.State).HasConversion<string>();
    });
}
