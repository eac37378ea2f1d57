using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>What came of approved mails.</summary>
internal sealed class SendOutcomes(IDbContextFactory<AgentDbContext> contexts) : IActionOutcomes
{
    public string Tool => MailAction.Tool;

    public async Task<ActionOutcome?> FindAsync(string owner, string accountId, string execution, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var record = await context.Set<SendRecord>().AsNoTracking()
            .SingleOrDefaultAsync(s => s.Owner == owner && s.AccountId == accountId && s.IdempotencyKey == execution, cancellationToken);
        return record is null ? null : new ActionOutcome(
            record.State switch
            {
                SendState.Sent => ActionState.Done,
                SendState.Failed => ActionState.Refused,
                _ => ActionState.Unsettled,
            },
            record.TriedAt == 0 ? record.CreatedAt : record.TriedAt);
    }
}
