using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Accounts.Consent;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>
/// Deletes, once an hour, what nobody needs any more, of users who never come back too: links with what was asked to be approved, a day
/// and the pause after a report (<see cref="ConsentOptions.ReportPause"/>) after they expired; sends after <see cref="StorageOptions.SendRetention"/>; ended sessions. Replicas
/// may do it at the same time.
/// </summary>
internal sealed class RecordsSweep(
    IDbContextFactory<AgentDbContext> contexts, IOptions<ConsentOptions> consent, IOptions<StorageOptions> options, TimeProvider clock,
    ILogger<RecordsSweep> logger) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(1);

    /// <returns>How many records are gone.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var linksBefore = (now - KeptAfterExpiry - consent.Value.ReportPause).ToUnixTimeMilliseconds();
        var sendsBefore = (now - options.Value.SendRetention).ToUnixTimeMilliseconds();
        var nowMs = now.ToUnixTimeMilliseconds();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Approvals.Where(a => context.ConsentLinks.Any(l => l.Id == a.Id && l.ExpiresAt < linksBefore)).ExecuteDeleteAsync(cancellationToken)
            + await context.ConsentLinks.Where(l => l.ExpiresAt < linksBefore).ExecuteDeleteAsync(cancellationToken)
            + await context.Sends.Where(s => s.CreatedAt < sendsBefore && s.LeaseUntil < nowMs).ExecuteDeleteAsync(cancellationToken)
            + await context.EndedSessions.Where(s => s.ExpiresAt < nowMs).ExecuteDeleteAsync(cancellationToken);
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
