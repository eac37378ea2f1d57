using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Sessions;

/// <summary>Remembers the sessions that were ended before their time, for every replica. Thread safe.</summary>
internal sealed class EndedSessions(IDbContextFactory<AgentDbContext> contexts) : IExpiringRecords
{
    /// <param name="until">When the session would have ended by itself.</param>
    public async Task EndAsync(string id, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Add(new EndedSession { Id = id, ExpiresAt = until.ToUnixTimeMilliseconds() });
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
        return await context.Set<EndedSession>().AnyAsync(session => session.Id == id, cancellationToken);
    }

    public Task<int> DeleteAsync(AgentDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        return context.Set<EndedSession>().Where(session => session.ExpiresAt < nowMs).ExecuteDeleteAsync(cancellationToken);
    }
}
