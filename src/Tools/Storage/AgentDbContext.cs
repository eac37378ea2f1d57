using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>
/// The server's records, at SQLite and at PostgreSQL by the same migrations, which name no column types. What records there are, and in which
/// tables, is said where they are used (<see cref="IEntityTypeConfiguration{TEntity}"/>). They hold ids, addresses, digests, times, the keys of
/// Data Protection, and what waits for approval, encrypted: never other content, never a token.
/// </summary>
internal sealed class AgentDbContext(DbContextOptions<AgentDbContext> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(AgentDbContext).Assembly);
}
