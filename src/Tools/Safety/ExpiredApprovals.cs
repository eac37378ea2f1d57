using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>What was asked to be approved, once its link is gone.</summary>
internal sealed class ExpiredApprovals : IExpiringRecords
{
    public Task<int> DeleteAsync(AgentDbContext context, DateTimeOffset now, CancellationToken cancellationToken) =>
        context.Set<Approval>().Where(a => !context.Set<DecisionLink>().Any(l => l.Id == a.Id)).ExecuteDeleteAsync(cancellationToken);
}
