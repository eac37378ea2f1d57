using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Accounts.Consent;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>
/// The server's records, at SQLite and at PostgreSQL by the same migrations, which name no column types. They hold ids, addresses,
/// digests, times, the keys of Data Protection, and what waits for approval, encrypted: never other content, never a token.
/// </summary>
internal sealed class AgentDbContext(DbContextOptions<AgentDbContext> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<SendRecord> Sends => Set<SendRecord>();

    public DbSet<IndexedAccount> Accounts => Set<IndexedAccount>();

    public DbSet<ConsentLink> ConsentLinks => Set<ConsentLink>();

    public DbSet<Approval> Approvals => Set<Approval>();

    public DbSet<Generation> Generations => Set<Generation>();

    public DbSet<EndedSession> EndedSessions => Set<EndedSession>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SendRecord>(send =>
        {
            send.HasKey(s => s.Id);
            send.HasIndex(s => new { s.Owner, s.AccountId, s.IdempotencyKey }).IsUnique();
            send.Property(s => s.State).HasConversion<string>();
        });
        modelBuilder.Entity<IndexedAccount>(account =>
        {
            account.HasKey(a => a.Id);
            account.HasIndex(a => new { a.Owner, a.Connection, a.ProviderSubject }).IsUnique();
        });
        modelBuilder.Entity<Generation>().HasKey(g => g.Key);
        modelBuilder.Entity<EndedSession>().HasKey(s => s.Id);
        modelBuilder.Entity<Approval>(approval =>
        {
            approval.HasKey(a => a.Id);
            approval.HasIndex(a => new { a.Owner, a.Tool, a.AccountId });
        });
        modelBuilder.Entity<ConsentLink>(link =>
        {
            link.HasKey(l => l.Id);
            link.HasIndex(l => l.OpenKey).IsUnique();
            link.HasIndex(l => l.Owner);
            link.Ignore(l => l.AccessNames);
            link.Ignore(l => l.IsRefused);
            link.Property(l => l.Kind).HasConversion<string>();
            link.Property(l => l.Provider).HasConversion<string>();
            link.Property(l => l.State).HasConversion<string>();
        });
    }
}
