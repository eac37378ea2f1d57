using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Links;

/// <summary>Links a day, and the pause after a report (<see cref="DecisionOptions.ReportPause"/>) or the wish not to be asked (<see cref="DecisionOptions.StopPause"/>), after they expired.</summary>
internal sealed class ExpiredLinks(IOptions<DecisionOptions> options) : IExpiringRecords
{
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(1);

    public Task<int> DeleteAsync(AgentDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = (now - KeptAfterExpiry - options.Value.ReportPause - options.Value.StopPause).ToUnixTimeMilliseconds();
        return context.Set<DecisionLink>().Where(l => l.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken);
    }
}
