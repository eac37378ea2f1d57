using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Vault.Stores;

/// <summary>Generations in the database, where every process that shares it sees them at once. Thread safe.</summary>
internal sealed class StoredGenerations(IDbContextFactory<AgentDbContext> contexts, ReadCache<long> known) : IGenerations
{
    // A query for one value would compile a method each time it is asked.
    private readonly Func<AgentDbContext, string, IAsyncEnumerable<long>> _numbers =
        EF.CompileAsyncQuery((AgentDbContext context, string key) => context.Set<Generation>().Where(g => g.Key == key).Select(g => g.Number));

    public async ValueTask<long?> CurrentAsync(TokenKey key, CancellationToken cancellationToken) => await known.GetAsync(key.GenerationKey, ReadAsync, cancellationToken);

    public async Task BumpAsync(string issuer, string subject, string connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var key = TokenKey.GenerationKeyOf(issuer, subject, connection);
        while (await context.Set<Generation>().Where(g => g.Key == key)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.Number, g => g.Number + 1), cancellationToken) == 0)
        {
            context.Add(new Generation { Key = key });
            try
            {
                await context.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
            {
                // Another process was faster; its row is counted up next.
            }

            context.ChangeTracker.Clear();
        }
    }

    private async Task<long> ReadAsync(string key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await _numbers(context, key).FirstOrDefaultAsync(cancellationToken);
    }
}
