using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TokenVaultAgent.Tools.Sessions;

/// <summary>A session of this server's pages that its user has ended. The cookie itself says nothing of it: a copy would go on.</summary>
internal sealed class EndedSession
{
    public required string Id { get; init; }

    /// <summary>Unix time in milliseconds, after which the cookie is over anyway.</summary>
    public long ExpiresAt { get; init; }
}

internal sealed class EndedSessionTable : IEntityTypeConfiguration<EndedSession>
{
    public void Configure(EntityTypeBuilder<EndedSession> session)
    {
        session.ToTable("EndedSessions");
        session.HasKey(s => s.Id);
    }
}
