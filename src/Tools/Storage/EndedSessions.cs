using Microsoft.EntityFrameworkCore;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>Remembers the sessions that were ended before their time, for every replica. Thread safe.</summary>
internal sealed class EndedSessions(IDbContextFactory<AgentDbContext> contexts)
{
    /// <param name="until">When the session would have ended by itself.</param>
    public async Task EndAsync(string id, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.EndedSessions.Add(new EndedSession { Id = id, ExpiresAt = until.ToUnixTimeMilliseconds() });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            // Two tabs signed out at once.
        }
    }

    public async Task<bool> IsEndedAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.EndedSessions.AnyAsync(session => session.Id == id, cancellationToken);
    }
}
