using Microsoft.EntityFrameworkCore;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>Tells whether records can be kept.</summary>
internal sealed class StorageProbe(IDbContextFactory<AgentDbContext> contexts)
{
    public async Task<bool> CanConnectAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Database.CanConnectAsync(cancellationToken);
    }
}
