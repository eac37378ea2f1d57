using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>Brings the database up to date before the first request.</summary>
internal sealed class MigrationStep(IDbContextFactory<AgentDbContext> contexts, IOptions<StorageOptions> options) : IHostedLifecycleService
{
    /// <summary>Any number that nobody else uses in this database.</summary>
    private const long Lock = 0x746F6B656E76;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // The usual start. Even with nothing to migrate, EF Core would compare whole models first.
        if (!(await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            return;
        // EF Core's own lock is on a table that a new database does not have yet: replicas that start together would race for it.
        if (options.Value.Provider == StorageProvider.PostgreSql)
        {
            await context.Database.OpenConnectionAsync(cancellationToken);
            await context.Database.ExecuteSqlAsync($"select pg_advisory_lock({Lock})", cancellationToken);
        }

        // The lock ends with the connection.
        await context.Database.MigrateAsync(cancellationToken);
        await context.Database.CloseConnectionAsync();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
