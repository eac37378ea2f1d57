using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>
/// Deletes, once an hour, what nobody needs any more, including records of users who never come back (<see cref="IExpiringRecords"/>). Replicas may do it at
/// the same time.
/// </summary>
internal sealed class RecordsSweep(
    IDbContextFactory<AgentDbContext> contexts, IEnumerable<IExpiringRecords> records, TimeProvider clock, ILogger<RecordsSweep> logger) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <returns>How many records are gone.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var gone = 0;
        foreach (var some in records)
            gone += await some.DeleteAsync(context, clock.GetUtcNow(), cancellationToken);
        return gone;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(AfterStart, clock, stoppingToken);
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            try
            {
                if (await SweepAsync(stoppingToken) is > 0 and var swept)
                    StorageLog.Swept(logger, swept);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // A database that is away for a while must not end the server; the next hour tries again.
                StorageLog.NotSwept(logger, exception.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
