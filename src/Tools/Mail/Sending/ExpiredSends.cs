using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>Sends after <see cref="StorageOptions.SendRetention"/>, unless somebody works on them.</summary>
internal sealed class ExpiredSends(IOptions<StorageOptions> options) : IExpiringRecords
{
    public Task<int> DeleteAsync(AgentDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (nowMs, before) = (now.ToUnixTimeMilliseconds(), (now - options.Value.SendRetention).ToUnixTimeMilliseconds());
        return context.Set<SendRecord>().Where(s => s.CreatedAt < before && s.LeaseUntil < nowMs).ExecuteDeleteAsync(cancellationToken);
    }
}
